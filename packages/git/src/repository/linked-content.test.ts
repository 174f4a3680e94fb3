import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findLfsTracked } from '../lfs/find-lfs-tracked.ts';
import { listLfsFiles } from '../lfs/list-lfs-files.ts';
import { listLfsUploads } from '../lfs/list-lfs-uploads.ts';
import { fetchLfs, uploadLfs } from '../lfs/transfer-lfs.ts';
import { plainGit } from '../process/git-environment.ts';
import { readHunks } from '../status/read-hunks.ts';
import { listSubmodules } from '../submodules/list-submodules.ts';
import { updateSubmodule } from '../submodules/update-submodule.ts';
import {
  commitAll,
  makeFolder,
  makeRemoteWithClones,
  makeRepository,
  raw,
  testGit,
  write,
} from '../testing/temporary-repository.ts';

const filter = [
  ['filter.lfs.clean', 'git-lfs clean -- %f'],
  ['filter.lfs.smudge', 'git-lfs smudge -- %f'],
  ['filter.lfs.process', 'git-lfs filter-process'],
  ['filter.lfs.required', 'true'],
] as [string, string][];
const hasLfs = existsSync('/usr/bin/git-lfs');
const withFilter = filter.flatMap(([key, value]) => ['-c', `${key}=${value}`]);
const lfsGit = plainGit({ env: testGit.env, config: filter });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const pointerTo = (text: string) =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256(text)}\nsize ${text.length}\n`;

describe('large files', () => {
  it('are told by attributes and pointers, with what of them is on disk', async () => {
    const dir = makeRepository({
      '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
      'here.bin': pointerTo('here'),
      'away.bin': pointerTo('away'),
      'a folder/[1], 2.bin': pointerTo('named'),
      'too-old.bin': 'in the repository itself\n',
      'said.txt': pointerTo('only said'),
    });
    write(dir, 'here.bin', 'here');
    write(dir, 'away.bin', pointerTo('other'));
    const { files, total } = await listLfsFiles(testGit, dir);
    expect(files.map(({ path, sizeBytes, fetched }) => `${path} ${sizeBytes} ${fetched}`)).toEqual([
      'a folder/[1], 2.bin 5 false',
      'away.bin 4 false',
      'here.bin 4 true',
    ]);
    expect(await readHunks(testGit, dir, { path: 'away.bin' })).toBeNull();
    expect(total).toBe(4);
    expect(await findLfsTracked(testGit, dir, ['new.bin', 'said.txt', 'a b/ü.bin'])).toEqual([
      'new.bin',
      'a b/ü.bin',
    ]);
  });

  it('that a push would name are those that are here and that the other side does not have yet', async () => {
    const { here } = makeRemoteWithClones({
      '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
      'old.bin': pointerTo('old'),
    });
    commitAll(here, { 'new.bin': pointerTo('new'), 'not-here.bin': pointerTo('not here') });
    for (const content of ['old', 'new']) {
      const oid = sha256(content);
      write(here, `.git/lfs/objects/${oid.slice(0, 2)}/${oid.slice(2, 4)}/${oid}`, content);
    }
    const uploads = await listLfsUploads(testGit, here, raw(here, 'rev-parse', 'HEAD'));
    expect(uploads).toEqual([{ oid: sha256('new'), sizeBytes: 3 }]);
  });

  it.runIf(hasLfs)('are uploaded and fetched by id, one or all, and changed files stay', async () => {
    const { here, there, remote, url } = makeRemoteWithClones({
      '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
    });
    const contents = { 'one, [1].bin': 'one', 'two.bin': 'two', 'three.bin': 'three' };
    for (const [path, content] of Object.entries(contents)) write(here, path, content);
    raw(here, ...withFilter, 'add', '--all');
    raw(here, 'commit', '--quiet', '--message', 'Large');
    const oids = Object.values(contents).map(sha256);
    await uploadLfs(lfsGit, here, oids, { url });
    raw(here, 'push', '--quiet', 'origin', 'main');
    expect(existsSync(join(remote, 'lfs/objects'))).toBe(true);

    raw(there, 'pull', '--quiet');
    write(there, 'three.bin', 'changed');
    expect(readFileSync(join(there, 'two.bin'), 'utf8')).toBe(pointerTo('two'));
    await fetchLfs(lfsGit, there, { path: 'one, [1].bin' });
    const read = () => Object.keys(contents).map((path) => readFileSync(join(there, path), 'utf8'));
    expect(read()).toEqual(['one', pointerTo('two'), 'changed']);
    await fetchLfs(lfsGit, there);
    expect(read()).toEqual(['one', 'two', 'changed']);
  });
});

describe('submodules', () => {
  /** A repository with one submodule, `lib`, at its first commit, cloned without it. */
  function makeSubmodule() {
    const library = makeRemoteWithClones({ 'lib.txt': 'first\n' });
    const outer = makeRemoteWithClones();
    const add = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.url, 'lib'];
    raw(outer.here, ...add);
    raw(outer.here, 'commit', '--quiet', '--message', 'Library');
    raw(outer.here, 'push', '--quiet', 'origin', 'main');
    raw(outer.there, 'pull', '--quiet');
    return { library, dir: outer.there };
  }
  const git = { remote: testGit, local: plainGit() };
  const only = async (dir: string) => (await listSubmodules(testGit, dir))[0]!;

  it('are told with the commit that is wanted and the one that is there, and are brought to it', async () => {
    const { library, dir } = makeSubmodule();
    const first = raw(library.here, 'rev-parse', 'HEAD');
    const wanted = await only(dir);
    expect(wanted).toEqual({ name: 'lib', path: 'lib', url: library.url, pinned: first, checkedOut: null });

    // Where it is fetched from is not what the configuration says.
    raw(dir, 'config', 'submodule.lib.url', 'https://elsewhere.invalid/lib.git');
    raw(dir, 'config', 'submodule.lib.update', '!touch ran');
    expect(await updateSubmodule(git, dir, wanted, { url: library.url })).toEqual({ kind: 'updated' });
    expect(readFileSync(join(dir, 'lib/lib.txt'), 'utf8')).toBe('first\n');
    expect(await only(dir)).toMatchObject({ pinned: first, checkedOut: first });

    const second = commitAll(library.here, { 'lib.txt': 'second\n' });
    raw(library.here, 'push', '--quiet', 'origin', 'main');
    raw(dir, 'update-index', '--cacheinfo', `160000,${second},lib`);
    raw(join(dir, 'lib'), 'config', 'remote.origin.url', 'https://elsewhere.invalid/lib.git');
    const own = commitAll(join(dir, 'lib'), { 'own.txt': 'work\n' });
    const moved = await only(dir);
    expect(moved).toMatchObject({ pinned: second, checkedOut: own });
    expect(await updateSubmodule(git, dir, moved, { url: library.url })).toEqual({ kind: 'updated' });
    expect(readFileSync(join(dir, 'lib/lib.txt'), 'utf8')).toBe('second\n');
    // The commit that was made there is not lost.
    expect(raw(join(dir, 'lib'), 'rev-parse', `refs/notelab/kept/${own}`)).toBe(own);
    expect(existsSync(join(dir, 'lib/ran')) || existsSync(join(dir, 'ran'))).toBe(false);
  });

  it('whose commit is gone, or whose files are in the way, are told', async () => {
    const { library, dir } = makeSubmodule();
    raw(dir, 'update-index', '--cacheinfo', `160000,${'1'.repeat(40)},lib`);
    expect(await updateSubmodule(git, dir, await only(dir), { url: library.url })).toEqual({
      kind: 'commit-gone',
    });
    raw(dir, 'reset', '--quiet');
    await updateSubmodule(git, dir, await only(dir), { url: library.url });
    const second = commitAll(library.here, { 'lib.txt': 'second\n' });
    raw(library.here, 'push', '--quiet', 'origin', 'main');
    raw(dir, 'update-index', '--cacheinfo', `160000,${second},lib`);
    write(dir, 'lib/lib.txt', 'changed\n');
    expect(await updateSubmodule(git, dir, await only(dir), { url: library.url })).toMatchObject({
      kind: 'in-the-way',
    });
    expect(readFileSync(join(dir, 'lib/lib.txt'), 'utf8')).toBe('changed\n');
  });

  it('that lead out of the repository are none, and links on the way are not followed', async () => {
    const { library, dir } = makeSubmodule();
    const outside = makeFolder();
    mkdirSync(join(dir, '.git/modules'));
    symlinkSync(outside, join(dir, '.git/modules/lib'));
    const wanted = await only(dir);
    expect(await updateSubmodule(git, dir, wanted, { url: library.url })).toMatchObject({ kind: 'unusable' });

    const modules = ['../out', 'a/../../out', '-u', '.git/hooks', 'x\rn'].map(
      (path, index) =>
        `[submodule "${index}"]\n\tpath = "${path.replace('\r', '\\r')}"\n\turl = ../lib.git\n`,
    );
    write(dir, '.gitmodules', `${modules.join('')}[submodule "../evil"]\n\tpath = lib\n\turl = ../lib.git\n`);
    raw(dir, 'add', '.gitmodules');
    expect(await listSubmodules(testGit, dir)).toEqual([]);
    expect(execFileSync('ls', [outside], { encoding: 'utf8' })).toBe('');
  });
});
