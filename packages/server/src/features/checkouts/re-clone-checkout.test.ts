import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listRecoveryPoints, plainGit, restoreRecoveryPoint } from '@notelab/git';
import { expect, onTestFinished, test } from 'vitest';
import type { Projects } from '../projects/projects.ts';
import { createAttic } from './attic.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { reCloneCheckout } from './re-clone-checkout.ts';
import { recoverCheckouts } from './recover-checkouts.ts';
import type { CheckoutStore } from './store.ts';

const git = plainGit({ env: { GIT_ALLOW_PROTOCOL: 'file' } });
const ada = { name: 'Ada', email: 'ada@example.com' };
const row = { id: 'c1', projectId: 'p1', repositoryId: 'r1', folderName: 'analytics', defaultBranch: 'main' };

function raw(dir: string, script: string): string {
  const env = {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    GIT_AUTHOR_NAME: ada.name,
    GIT_AUTHOR_EMAIL: ada.email,
    GIT_COMMITTER_NAME: ada.name,
    GIT_COMMITTER_EMAIL: ada.email,
  };
  return execFileSync('sh', ['-ec', script], { cwd: dir, env, encoding: 'utf8' }).trim();
}

/** A data folder with one checkout, in which there is work of several kinds. */
function arrange(): { data: string; url: string } {
  const folder = mkdtempSync(join(tmpdir(), 'notelab-re-clone-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const data = join(folder, 'data');
  for (const name of ['projects/p1', 'staging', 'attic']) mkdirSync(join(data, name), { recursive: true });
  const url = `file://${folder}/remote.git`;
  raw(
    folder,
    `git init -q -b main seed; cd seed; echo cache > .gitignore; echo 1 > a.txt; git add .
    git commit -qm One; git clone -q --bare . ../remote.git; cd ../data/projects/p1; git clone -q ${url} analytics
    cd analytics; echo committed > b.txt; git add .; git commit -qm 'Only here'
    echo changed > a.txt; echo new > new.txt; echo ignored > cache`,
  );
  return { data, url };
}

/** Re-clones, and calls for a copy of the data folder before each git process. */
async function reClone(data: string, url: string, copy = () => {}): Promise<void> {
  const watched = {
    ...git,
    spawn(command: Parameters<typeof git.spawn>[0]) {
      copy();
      return git.spawn(command);
    },
  };
  const sessions: Pick<GitSessions, 'local' | 'inFolder' | 'giveToJail' | 'asUser' | 'runIn'> = {
    local: () => watched,
    inFolder: () => watched,
    giveToJail: async () => copy(),
    asUser: (_, work) => work({ git: watched, url }),
    async runIn(_, args, { cwd, stdin }) {
      return spawnSync(args[0]!, args.slice(1), { cwd, input: stdin }).status ?? 1;
    },
  };
  const filesOf = () => ({ root: join(data, 'projects/p1'), staging: join(data, 'staging'), owner: null });
  const checkout = { ...row, dir: join(data, 'projects/p1/analytics'), project: { id: 'p1', user: ada } };
  await reCloneCheckout(
    {
      sessions: sessions as GitSessions,
      projects: { filesOf } as unknown as Projects,
      sightings: { noteBranchGone: async () => {}, noteBranchesThere: async () => {} },
      attic: createAttic(join(data, 'attic')),
    },
    checkout as unknown as AuthorizedCheckout,
    { discardWork: true },
    { operationId: 'o1' as never, signal: new AbortController().signal, report() {} },
  );
  copy();
}

/** What a server that dies before any of the git processes leaves. Steps that write nothing are one. */
async function copyAtEachStep(data: string, url: string): Promise<string[]> {
  const copies: string[] = [];
  let last = '';
  const copy = () => {
    const now = raw(data, "find . -printf '%p %s %T@ %i\\n' 2>/dev/null || true");
    if (now === last) return;
    last = now;
    const to = `${data}-${copies.length}`;
    spawnSync('cp', ['--archive', data, to]);
    copies.push(to);
  };
  await reClone(data, url, copy);
  return copies;
}

/** What the next start of a server does. */
async function startAgain(data: string): Promise<void> {
  const store = { find: async () => row, listAll: async () => [row], listUnfinishedClones: async () => [] };
  await recoverCheckouts({
    store: store as unknown as CheckoutStore,
    projects: { filesOf: () => ({ root: join(data, 'projects/p1') }) } as unknown as Projects,
    staging: join(data, 'staging'),
    attic: createAttic(join(data, 'attic')),
  });
}

const work = (dir: string) =>
  raw(dir, 'git log -1 --format=%s; git status --short; cat a.txt b.txt new.txt cache');
const asItWas = 'Only here\n M a.txt\n?? new.txt\nchanged\ncommitted\nnew\nignored';

test('a server that dies at any step of a re-clone finds the old clone, or the new one with all of it', async () => {
  const { data, url } = arrange();
  expect(work(join(data, 'projects/p1/analytics'))).toBe(asItWas);
  const copies = await copyAtEachStep(data, url);
  let restored = 0;
  for (const copied of copies) {
    await startAgain(copied);
    const dir = join(copied, 'projects/p1/analytics');
    if (raw(dir, 'git log -1 --format=%s') !== 'Only here') {
      const [point] = await listRecoveryPoints(git, dir);
      await restoreRecoveryPoint(git, dir, point!, { id: 'undo', reason: 'Before', by: ada });
      restored++;
    }
    expect(work(dir)).toBe(asItWas);
  }
  expect(restored).toBeGreaterThan(0);
  expect(readdirSync(join(data, 'staging'))).toEqual([]);
}, 60_000);

test('a damaged clone goes to the attic, its files into a recovery point, and ignored ones along', async () => {
  const { data, url } = arrange();
  const dir = join(data, 'projects/p1/analytics');
  writeFileSync(join(dir, '.git/HEAD'), 'nonsense');
  await reClone(data, url);
  expect(readFileSync(join(dir, 'cache'), 'utf8')).toBe('ignored\n');
  const [point] = await listRecoveryPoints(git, dir);
  expect(point).toMatchObject({ changedCount: 1, newCount: 2 });
  const [kept] = readdirSync(join(data, 'attic'));
  expect(existsSync(join(data, 'attic', kept!, 'clones/old/.git/HEAD'))).toBe(true);
});
