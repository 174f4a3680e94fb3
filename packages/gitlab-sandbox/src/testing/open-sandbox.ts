import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startSandbox } from '../sandbox.ts';
import type { Sandbox, SandboxOptions } from '../types.ts';

export const notelab = {
  clientId: 'notelab',
  clientSecret: 'notelab-secret',
  name: 'Notelab',
  redirectUris: ['http://127.0.0.1:4321/callback'],
  scopes: ['api', 'read_api', 'read_user', 'read_repository', 'write_repository'],
};

/** A folder that is removed after the test. */
export function temporaryDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'gitlab-sandbox-test-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A seeded sandbox in a folder of its own, closed after the test. */
export async function openSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const dataDir = options.dataDir ?? temporaryDir();
  const sandbox = await startSandbox({ oauthApplications: [notelab], ...options, dataDir });
  onTestFinished(() => sandbox.close());
  return sandbox;
}
