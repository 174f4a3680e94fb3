// What the Git panel costs in a repository of 50,000 files: how long a refresh takes after a file has changed, next
// to bare git, and how much processor time a minute of work costs, next to a tool that asks git every three seconds.
// Notelab runs in a process of its own; git works in a clone of its own, so that neither helps the other.
import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { getCheckoutStatus } from '@notelab/contract';
import { startSandbox } from '@notelab/gitlab-sandbox';
import { median } from './median.ts';
import { connectRepository } from './notelab-with-repository.ts';
import { childrenSeconds, reapedSeconds, underReaper } from './reaped-time.ts';
import { report } from './report.ts';
import { runGit } from './run-git.ts';
import { createWideRepository, widePath } from './wide-repository.ts';

const files = 50_000;
const rounds = 25;
const limitRatio = 1.3;
const minuteMs = 60_000;
const pollEveryMs = 3_000;
/** Somebody who works saves this often. */
const saveEveryMs = 20_000;
const leastTimesCheaper = 5;

const folder = await mkdtemp(join(tmpdir(), 'notelab-bench-'));
const source = join(folder, 'source.git');
await createWideRepository(source, files);
const sandbox = await startSandbox({ dataDir: join(folder, 'sandbox') });
const gitlabProject = await sandbox.addProject({
  path: 'acme/wide',
  visibility: 'private',
  members: { maintainer: 40 },
  fromBareRepository: source,
});
const dataDir = join(folder, 'notelab');
const connected = await connectRepository(sandbox, gitlabProject, {
  dataDir,
  folderName: 'wide',
  start: underReaper,
});
const { notelab, admin, workspaceId } = connected;

try {
  const { project, checkout } = await connected.cloneIntoProject('Wide');
  const params = { checkoutId: checkout.id };
  const here = join(dataDir, 'projects', project.id, 'wide');
  const there = join(folder, 'clone');
  await runGit(['clone', '--quiet', source, there]);

  /** The same change in both clones. */
  const change = async (index: number) => {
    for (const clone of [here, there]) await appendFile(join(clone, widePath(index)), 'changed\n');
  };
  const refresh = async () => void (await admin.call(getCheckoutStatus, { params }));
  const bare = async () => void (await gitIn(there, ['status', '--porcelain=v2', '-z']));

  report('Refresh of the panel : git status', await compare(change, refresh, bare), 'x', limitRatio);

  const seconds = await costOfAMinute(change, refresh, there);
  console.log(
    `Processor time of a minute: Notelab ${seconds.notelab.toFixed(2)} s, polling ${seconds.polling.toFixed(2)} s`,
  );
  report(
    'A minute of the panel : a minute of polling',
    seconds.notelab / seconds.polling,
    'x',
    1 / leastTimesCheaper,
  );
} finally {
  await notelab.stop();
  await sandbox.close();
  await rm(folder, { recursive: true });
}

/** How many times as long Notelab's answer takes as git's, each after one more file has changed. */
async function compare(
  change: (index: number) => Promise<void>,
  ours: () => Promise<void>,
  theirs: () => Promise<void>,
): Promise<number> {
  const timed = async (work: () => Promise<void>) => {
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt;
  };
  const ms: { ours: number; theirs: number }[] = [];
  // The first rounds warm up both.
  for (let round = -3; round < rounds; round += 1) {
    await change((round + 3) * 1500);
    const first = round % 2 === 0 ? ours : theirs;
    const firstMs = await timed(first);
    const secondMs = await timed(first === ours ? theirs : ours);
    if (round < 0) continue;
    ms.push(first === ours ? { ours: firstMs, theirs: secondMs } : { ours: secondMs, theirs: firstMs });
  }
  const inWords = (of: 'ours' | 'theirs') => {
    const all = ms.map((round) => round[of]);
    return `${median(all).toFixed(0)} ms (fastest ${Math.min(...all).toFixed(0)})`;
  };
  console.log(
    `${files} files, median of ${rounds} rounds: panel ${inWords('ours')}, git ${inWords('theirs')}`,
  );
  return median(ms.map((round) => round.ours / round.theirs));
}

/** Seconds of processor time: a page that listens to Notelab's events, and a tool that polls, in the same minute. */
async function costOfAMinute(
  change: (index: number) => Promise<void>,
  refresh: () => Promise<void>,
  clone: string,
): Promise<{ notelab: number; polling: number }> {
  const page = new AbortController();
  const events = await admin.fetch(`/api/workspaces/${workspaceId}/events`, { signal: page.signal });
  const listening = onFilesChanged(events, refresh).catch(ignoreAbort);
  await refresh();
  const before = {
    notelab: reapedSeconds(notelab.process.pid!),
    polling: childrenSeconds(),
  };
  const endsAt = Date.now() + minuteMs;
  const save = async () => {
    for (let index = 1; Date.now() < endsAt; index += 1) {
      await change(index * 700);
      await sleep(saveEveryMs);
    }
  };
  const poll = async () => {
    while (Date.now() < endsAt) {
      const next = sleep(pollEveryMs);
      await gitIn(clone, ['status', '-u']);
      await gitIn(clone, ['diff', '--numstat']);
      await next;
    }
  };
  await Promise.all([save(), poll()]);
  const spent = {
    notelab: reapedSeconds(notelab.process.pid!) - before.notelab,
    polling: childrenSeconds() - before.polling,
  };
  page.abort();
  await listening;
  return spent;
}

/** Does as an open page does: asks again when it is told that files have changed. */
async function onFilesChanged(events: Response, refresh: () => Promise<void>): Promise<void> {
  for await (const chunk of events.body!.pipeThrough(new TextDecoderStream()))
    if (chunk.includes('"files-changed"')) await refresh();
}

function ignoreAbort(error: Error): void {
  if (error.name !== 'AbortError') throw error;
}

async function gitIn(clone: string, args: string[]): Promise<void> {
  const git = spawn('git', args, { cwd: clone, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => git.once('close', resolve));
  await buffer(git.stdout);
  if ((await ended) !== 0) throw new Error(`git ${args[0]} failed`);
}
