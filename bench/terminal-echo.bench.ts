// How much later a key's echo is there in a page of a Notelab terminal than from the same shell on a bare pty of this
// process. The two take turns key by key, so that whatever else the machine does disturbs both.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import { median } from './median.ts';
import { startNotelabWithTerminal } from './notelab-with-terminal.ts';
import { report } from './report.ts';

const keys = 600;
const warmUpKeys = 50;
/** A fast typist's pause. Without one the echo of a key would be sent along with that of the key before. */
const pauseMs = 15;
const keysPerLine = 60;
const limitMs = 5;
const clearLine = '\x15';
const key = 'x';

/** A shell that shows what is typed into it. */
interface Echoing {
  type(data: string): void;
  /** Called with all that the shell says. */
  hear: (said: string) => void;
}

const folder = await mkdtemp(join(tmpdir(), 'notelab-bench-'));
const startUp = join(folder, '.bashrc');
await writeFile(startUp, "PS1='$ '\n");
const bash = spawn('bash', ['--rcfile', startUp], {
  name: 'xterm-256color',
  cols: 100,
  rows: 30,
  cwd: folder,
});
const bare: Echoing = { type: (data) => bash.write(data), hear: () => {} };
bash.onData((said) => bare.hear(said));

const through: Echoing = { type: (data) => notelab.page.type(data), hear: () => {} };
const notelab = await startNotelabWithTerminal(join(folder, 'data'), (data) =>
  through.hear(Buffer.from(data).toString('latin1')),
);

function heard(shell: Echoing, what: string): Promise<void> {
  return new Promise((resolve) => {
    shell.hear = (said) => said.includes(what) && resolve();
  });
}

async function echoMs(shell: Echoing): Promise<number> {
  const echo = heard(shell, key);
  const startedAt = performance.now();
  shell.type(key);
  await echo;
  return performance.now() - startedAt;
}

const ms: Record<'bare' | 'through', number[]> = { bare: [], through: [] };
try {
  for (let count = 1; count <= warmUpKeys + keys; count += 1) {
    const spent = { bare: await echoMs(bare), through: await echoMs(through) };
    if (count > warmUpKeys) {
      ms.bare.push(spent.bare);
      ms.through.push(spent.through);
    }
    await sleep(pauseMs);
    if (count % keysPerLine > 0) continue;
    for (const shell of [bare, through]) shell.type(clearLine);
    await sleep(pauseMs);
  }
} finally {
  bash.kill();
  await notelab.stop();
  await rm(folder, { recursive: true });
}

const best = (way: keyof typeof ms) => Math.min(...ms[way]);
console.log(`Echo of ${keys} keys, one at a time, on each of the two`);
report('Echo on a bare pty, median', median(ms.bare), ' ms');
report('Echo through Notelab, median', median(ms.through), ' ms');
report('Added by Notelab, median', median(ms.through) - median(ms.bare), ' ms', limitMs);
report('Added by Notelab, fastest against fastest', best('through') - best('bare'), ' ms');
