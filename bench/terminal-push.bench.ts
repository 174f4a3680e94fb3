// How much longer a large `git push` takes from a terminal than the same push straight to the server. The GitLab sandbox
// runs in this process, Notelab in its own. Like a GitLab elsewhere the sandbox has a processor to itself, and what
// Notelab does competes with git on the others only.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplePassword } from '@notelab/dev-env';
import { startSandbox } from '@notelab/gitlab-sandbox';
import { createLargeRepository } from './large-repository.ts';
import { median } from './median.ts';
import { connectLargeRepository } from './notelab-with-large-repository.ts';
import { forgetPeak, peakBytes, residentBytes } from './process-memory.ts';
import { processorSeconds } from './process-time.ts';
import { otherProcessors, runOnProcessors, serverProcessors } from './processors.ts';
import { report } from './report.ts';
import { runGit } from './run-git.ts';

const megabytes = 200;
const rounds = 9;
const limitRatio = 1.05;
const path = 'acme/large';

const folder = await mkdtemp(join(tmpdir(), 'notelab-bench-'));
const source = join(folder, 'source.git');
await createLargeRepository(source, megabytes);
const sandbox = await startSandbox({ dataDir: join(folder, 'sandbox') });
const members = { maintainer: 40 } as const;
const project = await sandbox.addProject({
  path,
  visibility: 'private',
  members,
  fromBareRepository: source,
});
const dataDir = join(folder, 'notelab');
const notelab = await connectLargeRepository(sandbox, project, dataDir);
runOnProcessors(notelab.pid, otherProcessors);
runOnProcessors(process.pid, serverProcessors);

let hear: (said: string) => void = () => {};
const { page, projectId } = await notelab.openTerminal((data) => hear(Buffer.from(data).toString('latin1')));
const checkout = join(dataDir, 'projects', projectId, 'large');

/** Runs a command in the terminal; its own shell says how long it took, so that nobody's screen counts. */
function timeInTerminal(command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    hear = (more) => {
      said += more;
      const [, code, began, ended] = /<(\d+) (\d+\.\d+) (\d+\.\d+)>/.exec(said) ?? [];
      if (code === '0') resolve((Number(ended) - Number(began)) * 1000);
      else if (code !== undefined) reject(new Error(`${command} ended with ${code}:\n${said}`));
    };
    page.type(` b=$EPOCHREALTIME; ${command}; c=$?; printf '<%s %s %s>\\n' $c $b $EPOCHREALTIME\n`);
  });
}

async function timeStraight(args: string[]): Promise<number> {
  const startedAt = performance.now();
  await runGit(args, { processors: otherProcessors });
  return performance.now() - startedAt;
}

const withPassword = (address: string) => address.replace('://', `://maintainer:${samplePassword}@`);
/** Three ways to the same push out of the same checkout; each says its milliseconds. */
const ways = {
  /** As on any machine, without Notelab. */
  straight: (to: string) =>
    timeStraight([
      '-c',
      'safe.directory=*',
      '-C',
      checkout,
      'push',
      '--quiet',
      withPassword(to),
      'HEAD:refs/heads/main',
    ]),
  /** In a terminal of Notelab's, but with a password of one's own past the gateway. */
  past: (to: string) => timeInTerminal(`git push --quiet ${withPassword(to)} HEAD:refs/heads/main`),
  terminal: (to: string) => timeInTerminal(`git push --quiet ${to} HEAD:refs/heads/main`),
};
type Way = keyof typeof ways;
const ms: Record<Way, number[]> = { straight: [], past: [], terminal: [] };
const serverSeconds: number[] = [];
let growthBytes = 0;
let targets = 0;

/** Each push goes to a project of its own, which is empty, and which is no more afterwards. */
async function measure(way: Way): Promise<number> {
  targets += 1;
  const target = `acme/target-${targets}`;
  const { id } = await sandbox.addProject({ path: target, visibility: 'private', members });
  await notelab.connect(id);
  const before = { bytes: residentBytes(notelab.pid), seconds: processorSeconds(notelab.pid) };
  forgetPeak(notelab.pid);
  const spent = await ways[way](`${sandbox.url}/${target}.git`);
  if (way === 'terminal') {
    growthBytes = Math.max(growthBytes, peakBytes(notelab.pid) - before.bytes);
    serverSeconds.push(processorSeconds(notelab.pid) - before.seconds);
  }
  await rm(sandbox.repositoryDir(target), { recursive: true });
  return spent;
}

try {
  await page.run('cd large');
  const order: Way[] = ['straight', 'past', 'terminal'];
  for (const way of order) await measure(way);
  for (let round = 0; round < rounds; round += 1) {
    for (const way of order) ms[way].push(await measure(way));
    order.reverse();
  }
} finally {
  await notelab.stop();
  await sandbox.close();
  await rm(folder, { recursive: true });
}

const ratio = (way: Way, to: Way) => median(ms[way].map((spent, round) => spent / ms[to][round]!));
const perWay = Object.entries(ms).map(
  ([way, all]) =>
    `${way} ${(median(all) / 1000).toFixed(2)} s (fastest ${(Math.min(...all) / 1000).toFixed(2)} s)`,
);
console.log(`Push of ${megabytes} MiB, median of ${rounds} rounds: ${perWay.join(', ')}`);
report('git push from a terminal : git push straight', ratio('terminal', 'straight'), 'x', limitRatio);
report('… fastest : fastest', Math.min(...ms.terminal) / Math.min(...ms.straight), 'x');
report('… : in the same terminal past the gateway', ratio('terminal', 'past'), 'x');
report('Processor time of the server for one push, median', median(serverSeconds), ' s');
report('Growth of the server in one push, at most', Math.ceil(growthBytes / 1e6), ' MB');
