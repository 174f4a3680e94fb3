import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '@notelab/gitlab-sandbox';
import { scopes, type Target } from './target.ts';

/** A target that can be arranged: what a real GitLab does by itself or when its people act, the sandbox does at once. */
export interface SandboxTarget extends Target {
  sandbox: Sandbox;
}

const application = {
  clientId: 'contract-suite',
  clientSecret: 'contract-suite-secret',
  redirectUri: 'http://127.0.0.1:4321/callback',
};

/** How the sandbox is told of the application, or of one like it. */
export const registration = {
  clientId: application.clientId,
  clientSecret: application.clientSecret,
  redirectUris: [application.redirectUri],
  name: 'Contract suite',
  scopes,
};

export async function startSandboxTarget(): Promise<SandboxTarget> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gitlab-contract-'));
  const sandbox = await startSandbox({ dataDir, oauthApplications: [registration] });
  const project = 'acme/platform/forecasting';
  sandbox.setApprovalsRequired(project, null);
  return {
    sandbox,
    url: sandbox.url,
    ...personOf('maintainer'),
    application,
    project,
    close: async () => {
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The same target, asked by another of the sandbox's sample users. */
export function as<T extends Target>(target: T, username: string, project = target.project): T {
  return { ...target, ...personOf(username), project };
}

const personOf = (username: string) => ({
  username,
  password: 'notelab-demo',
  token: `glpat-sandbox-${username}`,
});
