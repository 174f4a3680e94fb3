// How long an installed and built Notelab needs, with the sandbox, until its ready line.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './median.ts';
import { report } from './report.ts';
import { startNotelab, startScript } from './running-notelab.ts';

const rounds = 7;
const limitSeconds = 3;

const folder = await mkdtemp(join(tmpdir(), 'notelab-bench-'));
const newFolder = () => mkdtemp(join(folder, 'new-'));
const usedData = await newFolder();

async function secondsToStart(command: string[], dataDir: string, env?: Record<string, string>) {
  const notelab = await startNotelab(command, { dataDir, env });
  await notelab.stop();
  return notelab.startMs / 1000;
}

const ways = {
  first: async () => secondsToStart(startScript, await newFolder()),
  again: () => secondsToStart(startScript, usedData),
  npm: () => secondsToStart(['npm', 'start'], usedData),
  uncompiled: async () =>
    secondsToStart(startScript, await newFolder(), { NODE_COMPILE_CACHE: await newFolder() }),
};
const seconds: Record<keyof typeof ways, number[]> = { first: [], again: [], npm: [], uncompiled: [] };

try {
  // The warm-up makes the data for the later starts and leaves compiled modules behind.
  await ways.again();
  for (let round = 0; round < rounds; round += 1) {
    for (const way of Object.keys(ways) as (keyof typeof ways)[]) seconds[way].push(await ways[way]());
  }
  report('First start: empty data, samples are made', median(seconds.first), ' s', limitSeconds);
  report('Start with existing data', median(seconds.again), ' s', limitSeconds);
  report('… as npm start, with npm', median(seconds.npm), ' s');
  report('First start right after the build, no module compiled', median(seconds.uncompiled), ' s');
} finally {
  await rm(folder, { recursive: true });
}
