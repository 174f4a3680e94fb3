import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { decodePath } from '../repository/path-encoding.ts';

export interface RemoteRefs {
  /** what the remote's HEAD points to; null when it has no commit or does not say */
  defaultBranch: string | null;
  branches: { name: string; oid: string }[];
}

/** Asks a remote for its branches without any local repository. */
export async function listRemoteRefs(
  git: GitEnvironment,
  cwd: string,
  url: string,
  options: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<RemoteRefs> {
  const args = ['ls-remote', '--symref', '--end-of-options', url, 'HEAD', 'refs/heads/*'];
  const { stdout } = await runGit(git, cwd, args, { ...options, outsideRepository: true, readOnly: true });
  let defaultBranch: string | null = null;
  const branches: RemoteRefs['branches'] = [];
  for (const line of decodePath(stdout).split('\n')) {
    const [value = '', ref = ''] = line.split('\t');
    if (ref === 'HEAD' && value.startsWith('ref: refs/heads/'))
      defaultBranch = value.slice('ref: refs/heads/'.length);
    else if (ref.startsWith('refs/heads/'))
      branches.push({ name: ref.slice('refs/heads/'.length), oid: value });
  }
  return { defaultBranch, branches };
}
