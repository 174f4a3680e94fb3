// Fifty clones of a repository at the same moment, through the gateway and straight from GitLab: whether all succeed,
// how much longer they take together, and how much memory that costs the server. The GitLab sandbox runs in this
// process, Notelab in its own. Everything is on one machine: what the gateway does competes with fifty gits and the
// sandbox for the same processors, as it would not with a GitLab elsewhere. So its processor time is told, too.
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplePassword } from '@notelab/dev-env';
import { startSandbox } from '@notelab/gitlab-sandbox';
import { createLargeRepository } from './large-repository.ts';
import { median } from './median.ts';
import { connectLargeRepository } from './notelab-with-large-repository.ts';
import { forgetPeak, peakBytes, residentBytes } from './process-memory.ts';
import { processorSeconds } from './process-time.ts';
import { report } from './report.ts';
import { runGit } from './run-git.ts';

const megabytes = 20;
const clones = 50;
const rounds = 3;
const limitRatio = 1.1;
const limitMegabytes = 128;
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
const straightAddress = `${sandbox.url.replace('://', `://maintainer:${samplePassword}@`)}/${path}.git`;

const addressOf = {
  straight: async () => straightAddress,
  gateway: () => notelab.gatewayAddress(),
};
type Way = keyof typeof addressOf;
const ms: Record<Way, number[]> = { straight: [], gateway: [] };
const serverSeconds: number[] = [];
let growthBytes = 0;

/** One pass for each clone, as each action has its own. */
async function listAddresses(way: Way): Promise<string[]> {
  const addresses: string[] = [];
  for (let index = 0; index < clones; index += 1) addresses.push(await addressOf[way]());
  return addresses;
}

/** Rejects when one of them fails. */
async function measure(way: Way): Promise<number> {
  const addresses = await listAddresses(way);
  const target = join(folder, 'clones');
  const before = { bytes: residentBytes(notelab.pid), seconds: processorSeconds(notelab.pid) };
  forgetPeak(notelab.pid);
  const startedAt = performance.now();
  await Promise.all(
    addresses.map((address, index) => runGit(['clone', '--quiet', address, join(target, `${index}`)])),
  );
  const spent = performance.now() - startedAt;
  if (way === 'gateway') {
    growthBytes = Math.max(growthBytes, peakBytes(notelab.pid) - before.bytes);
    serverSeconds.push(processorSeconds(notelab.pid) - before.seconds);
  }
  await rm(target, { recursive: true });
  return spent;
}

console.log(`Load of the machine before: ${loadavg()[0]!.toFixed(1)}`);
try {
  const order: Way[] = ['straight', 'gateway'];
  // The warm-up counts for the memory, which grows most in the first clones, and not for the time.
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

const ratio = median(ms.gateway.map((spent, round) => spent / ms.straight[round]!));
const perWay = Object.entries(ms).map(
  ([way, all]) =>
    `${way} ${(median(all) / 1000).toFixed(2)} s (fastest ${(Math.min(...all) / 1000).toFixed(2)} s)`,
);
console.log(`${clones} clones of ${megabytes} MiB at once, median of ${rounds} rounds: ${perWay.join(', ')}`);
report('50 clones through the gateway : straight', ratio, 'x', limitRatio);
report('… fastest : fastest', Math.min(...ms.gateway) / Math.min(...ms.straight), 'x');
report('Processor time of the server for them, median', median(serverSeconds), ' s');
report('Growth of the server, at most', Math.ceil(growthBytes / 1e6), ' MB', limitMegabytes);
