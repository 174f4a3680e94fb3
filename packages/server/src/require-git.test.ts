import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainGit } from '@notelab/git';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { requireGit } from './require-git.ts';

let bin: string;
beforeEach(async () => {
  bin = await mkdtemp(join(tmpdir(), 'notelab-bin-'));
});
afterEach(() => rm(bin, { recursive: true }));

it('is content with the git of this machine', async () => {
  await expect(requireGit(plainGit())).resolves.toBeUndefined();
});

it('says in one line that git is missing', async () => {
  await expect(requireGit(plainGit({ env: { PATH: bin } }))).rejects.toThrow(
    /^git is not installed: Notelab needs it\.$/,
  );
});

it('says in one line that git is too old', async () => {
  await writeFile(join(bin, 'git'), '#!/bin/sh\necho git version 2.30.2\n', { mode: 0o755 });
  await expect(requireGit(plainGit({ env: { PATH: bin } }))).rejects.toThrow(
    /^git 2\.30\.2 is too old: Notelab needs git 2\.39\.5 or newer\.$/,
  );
});
