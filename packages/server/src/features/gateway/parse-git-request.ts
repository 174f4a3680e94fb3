import { type Refusal, refuse } from './refusal.ts';

export type GitService = 'git-upload-pack' | 'git-receive-pack';

/** One request of git's smart HTTP protocol (gitprotocol-http): the list of refs, or the service itself. */
export interface GitRequest {
  ok: true;
  instanceId: string;
  /** As the client wrote it; GitLab ignores case. */
  repositoryPath: string;
  service: GitService;
  step: 'advertise' | 'serve';
}

const segment = '(?!\\.{1,2}(?:/|$))[A-Za-z0-9_.-]+';
/** The instance and the repository that an address begins with. */
export const repositoryAddress = `/i/([0-9a-z]{20})/(${segment}(?:/${segment})+)`;
const address = new RegExp(`^${repositoryAddress}/(info/refs|git-[a-z]+-pack)$`);

/**
 * Reads method and address. Only the plain spelling is accepted: GitLab's paths need neither `%` nor `//` nor
 * `..`, so an address with any of them is an attempt to reach something else.
 */
export function parseGitRequest(method: string, url: string): GitRequest | Refusal {
  const [path = '', query, ...more] = url.split('?');
  const match = address.exec(path);
  if (!match || more.length > 0) return notGit();
  const [, instanceId = '', withSuffix = '', action] = match;
  if (!withSuffix.endsWith('.git')) {
    return refuse(404, 'not-found', 'End the address of the repository with .git to use it from here.');
  }
  const common = { ok: true, instanceId, repositoryPath: withSuffix.slice(0, -4) } as const;

  if (action === 'info/refs') {
    const service = toService(query?.replace(/^service=/, ''));
    if (!query?.startsWith('service=') || !service) return notGit();
    return method === 'GET' ? { ...common, service, step: 'advertise' } : wrongMethod();
  }
  const service = toService(action);
  if (!service || query !== undefined) return notGit();
  return method === 'POST' ? { ...common, service, step: 'serve' } : wrongMethod();
}

function toService(name: string | undefined): GitService | null {
  return name === 'git-upload-pack' || name === 'git-receive-pack' ? name : null;
}

const notGit = () =>
  refuse(404, 'not-found', 'This address only serves git for repositories that are connected to Notelab.');
const wrongMethod = () => refuse(403, 'forbidden', 'Git does not use this method here.');
