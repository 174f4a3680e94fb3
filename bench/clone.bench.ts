// How much longer a clone takes through Notelab than straight from GitLab, and how much memory that costs the
// server. The GitLab sandbox runs in this process, Notelab in its own. Everything is on one machine: what Notelab
// does competes with git for the same processors, as it would not with a GitLab elsewhere.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplePassword } from '@notelab/dev-env';
import { startSandbox } from '@notelab/gitlab-sandbox';
import { createLargeRepository } from './large-repository.ts';
import { median } from './median.ts';
import { connectLargeRepository } from './notelab-with-large-repository.ts';
import { forgetPeak, peakBytes, residentBytes } from './process-memory.ts';
import { report } from './report.ts';
import { runGit } from './run-git.ts';

const megabytes = 256;
const rounds = 9;
const limitRatio = 1.05;
const limitMegabytes = 64;
const path = 'acme/large';

const folder = await mkdtemp(join(tmpdir(), 'notelab-bench-'));
const source = join(folder, 'source.git');
await createLargeRepository(source, megabytes);
const sandbox = await startSandbox({ dataDir: join(folder, 'sandbox') });
const project = await sandbox.addProject({
  path,
  visibility: 'private',
  members: { maintainer: 40 },
  fromBareRepository: source,
});
const notelab = await connectLargeRepository(sandbox, project, join(folder, 'notelab'));

async function gitClone(address: string): Promise<number> {
  const target = join(folder, 'clone');
  const startedAt = performance.now();
  await runGit(['clone', '--quiet', address, target]);
  const ms = performance.now() - startedAt;
  await rm(target, { recursive: true });
  return ms;
}

const straightAddress = `${sandbox.url.replace('://', `://maintainer:${samplePassword}@`)}/${path}.git`;
/** Three ways to the same clone, all out of the same sandbox; each says its milliseconds. */
const ways = {
  straight: () => gitClone(straightAddress),
  gateway: async () => gitClone(await notelab.gatewayAddress()),
  operation: () => notelab.cloneIntoProject(),
};
type Way = keyof typeof ways;
const ms: Record<Way, number[]> = { straight: [], gateway: [], operation: [] };
let growthBytes = 0;

async function measure(way: Way): Promise<number> {
  const before = residentBytes(notelab.pid);
  forgetPeak(notelab.pid);
  const spent = await ways[way]();
  growthBytes = Math.max(growthBytes, peakBytes(notelab.pid) - before);
  return spent;
}

try {
  const order: Way[] = ['straight', 'gateway', 'operation'];
  // The warm-up counts for the memory, which grows most in the first clone, and not for the time.
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

const ratioTo = (way: Way) => median(ms[way].map((spent, round) => spent / ms.straight[round]!));
const perWay = Object.entries(ms).map(([way, all]) => `${way} ${(median(all) / 1000).toFixed(2)} s`);
console.log(`Clone of ${megabytes} MiB, median of ${rounds} rounds: ${perWay.join(', ')}`);
report('git clone through the gateway : git clone straight', ratioTo('gateway'), 'x', limitRatio);
report("Notelab's clone operation : git clone straight", ratioTo('operation'), 'x', limitRatio);
report('Growth of the server in one clone, at most', Math.ceil(growthBytes / 1e6), ' MB', limitMegabytes);
