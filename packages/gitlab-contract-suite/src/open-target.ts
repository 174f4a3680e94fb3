import { startSandboxTarget } from './sandbox-target.ts';
import type { Target } from './target.ts';

const variables = [
  'GITLAB_URL',
  'GITLAB_USERNAME',
  'GITLAB_PASSWORD',
  'GITLAB_TOKEN',
  'GITLAB_APPLICATION_ID',
  'GITLAB_APPLICATION_SECRET',
  'GITLAB_REDIRECT_URI',
  'GITLAB_PROJECT',
] as const;

/** The real GitLab that the environment names, otherwise a sandbox of our own. */
export async function openTarget(): Promise<Target> {
  return process.env.GITLAB_URL ? realGitLab() : startSandboxTarget();
}

function realGitLab(): Target {
  const missing = variables.filter((name) => !process.env[name]);
  if (missing.length > 0) {
    throw new Error(
      `GITLAB_URL is set, but ${missing.join(', ')} is not. packages/gitlab-contract-suite/README.md says what they are.`,
    );
  }
  const read = (name: (typeof variables)[number]) => process.env[name] ?? '';
  return {
    url: read('GITLAB_URL').replace(/\/+$/, ''),
    username: read('GITLAB_USERNAME'),
    password: read('GITLAB_PASSWORD'),
    token: read('GITLAB_TOKEN'),
    application: {
      clientId: read('GITLAB_APPLICATION_ID'),
      clientSecret: read('GITLAB_APPLICATION_SECRET'),
      redirectUri: read('GITLAB_REDIRECT_URI'),
    },
    project: read('GITLAB_PROJECT'),
    close: async () => {},
  };
}
