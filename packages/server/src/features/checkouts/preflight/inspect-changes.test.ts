import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainGit } from '@notelab/git';
import { expect, onTestFinished, test, vi } from 'vitest';
import { inspectChanges } from './inspect-changes.ts';
import { findSecrets } from './secret-rules.ts';

vi.mock('./secret-rules.ts', { spy: true });

test('a large file is searched in parts, between which others are served', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'notelab-inspect-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const secret = ['glpat', '-', 'aB3dE5fG7hJ9kL1mN3pQ'].join('');
  writeFileSync(join(dir, 'notes.txt'), `${'token\n'.repeat(100_000)}${secret}\n`);
  const change = { path: 'notes.txt', kind: 'untracked' } as Parameters<typeof inspectChanges>[2][number];
  const { secrets } = await inspectChanges(plainGit(), dir, [change]);
  expect(secrets).toMatchObject([{ path: 'notes.txt', line: 100_001, looksLike: 'a GitLab token' }]);
  const lengths = vi.mocked(findSecrets).mock.calls.map(([part]) => part.length);
  expect(Math.max(...lengths)).toBeLessThan(100_000);
});
