import {
  createGitLabClient,
  joinInstanceUrl,
  readStart,
  redact,
  repositoryGitUrl,
  type Secret,
} from '@notelab/gitlab';
import { request } from 'undici';
import { explainFailure } from './explain-failure.ts';
import { type Finding, failed, ok, type TestTarget, warning } from './finding.ts';

interface GitAnswer {
  status: number;
  type: string;
  challenge: string;
  text: string;
}

/** Does GitLab serve git over HTTPS, without sign-in and, when there is an account, with it? */
export async function checkGit(target: TestTarget, signal: AbortSignal): Promise<Finding> {
  const { url, host, connection } = target;
  try {
    const missing = joinInstanceUrl(url, 'notelab-connection-test/no-such-repository.git');
    const answer = await askGit(target, missing, null, signal);
    if (answer.status !== 401 || !/^Basic realm="GitLab"/i.test(answer.challenge))
      return explainAnswer(answer);
    return (await readRepository(target, signal)) ?? ok('GitLab serves git over HTTPS.');
  } catch (failure) {
    return explainFailure(failure, { host, proxy: connection.proxy?.url ?? null });
  }
}

/** Null when there is nobody as whom to ask, or nothing that they see. */
async function readRepository(target: TestTarget, signal: AbortSignal): Promise<Finding | null> {
  const { url, dispatcher, account } = target;
  if (!account) return null;
  const token = await account.accessToken().catch(() => null);
  if (!token) return null;
  const client = createGitLabClient({ instance: url, dispatcher, token: async () => token });
  const page = await client.listProjects({ minAccessLevel: 20, perPage: 1 }).catch(() => null);
  const project = page?.projects[0];
  if (!project) return null;
  const answer = await askGit(target, repositoryGitUrl(url, project.path), token, signal);
  if (answer.status === 200 && answer.type === 'application/x-git-upload-pack-advertisement')
    return ok(`Git over HTTPS works: ${project.path} can be read as @${account.username}.`);
  return warning(`GitLab serves git over HTTPS, but not ${project.path} to @${account.username}.`, {
    why: `It answered ${answer.status}.`,
    next: 'Try to clone that repository by hand with this account; GitLab’s own words are in the details.',
    raw: answer.text,
  });
}

async function askGit(
  { dispatcher }: TestTarget,
  repository: string,
  token: Secret | null,
  signal: AbortSignal,
): Promise<GitAnswer> {
  const response = await request(`${repository}/info/refs?service=git-upload-pack`, {
    dispatcher,
    signal,
    headers: {
      // GitLab tells git from browsers by this.
      'user-agent': 'git/2.45.0 (Notelab)',
      ...(token && {
        authorization: `Basic ${Buffer.from(`oauth2:${token.reveal()}`).toString('base64')}`,
      }),
    },
  });
  const { statusCode: status, headers, body } = response;
  const type = String(headers['content-type'] ?? '');
  const isText = type.startsWith('text/plain') || type.includes('json');
  // Whoever answers may send back what was sent.
  const text = redact(await readStart(body), token ? [token] : []).slice(0, 1000);
  return { status, type, challenge: String(headers['www-authenticate'] ?? ''), text: isText ? text : '' };
}

function explainAnswer({ status, type, challenge, text }: GitAnswer): Finding {
  const raw = [
    `HTTP status ${status}`,
    ...(type ? [`Content-Type: ${type}`] : []),
    ...(challenge ? [`WWW-Authenticate: ${challenge}`] : []),
    ...(text ? [text] : []),
  ].join('\n');
  if (status === 403) {
    return failed('This GitLab does not allow git over HTTPS.', {
      why: 'Its administrators may have limited git to SSH, or have blocked this machine for a while after failed sign-ins.',
      next: 'Ask an administrator of GitLab to allow git over HTTP(S): Admin → Settings → General → Visibility and access controls.',
      raw,
    });
  }
  if (status === 401) {
    return failed('Something in front of GitLab asks git for a sign-in of its own.', {
      why: 'The question for a sign-in does not come from GitLab.',
      next: 'Let the server that Notelab runs on reach GitLab without it.',
      raw,
    });
  }
  return failed('Git over HTTPS does not get through to GitLab.', {
    why: 'The API answers, but not the addresses that git uses (…/info/refs): most often a proxy in front lets only some of them pass.',
    next: 'Ask whoever runs this GitLab to let git over HTTPS through.',
    raw,
  });
}
