// Two million lines from a shell to a page of Notelab's: whether each arrives, in order, and how much memory that costs
// the server. The same shell on a bare pty of this process says how fast it could be.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { median } from './median.ts';
import { startNotelabWithTerminal } from './notelab-with-terminal.ts';
import { forgetPeak, peakBytes, residentBytes } from './process-memory.ts';
import { processorSeconds } from './process-time.ts';
import { report } from './report.ts';

const lines = 2_000_000;
const rounds = 5;
const limitMegabytes = 64;
const command = ` seq 1 ${lines}\n`;

/** Follows output and resolves when the last line is there. Rejects at the first line that is not the next one. */
function countLines() {
  const whole = Promise.withResolvers<void>();
  let rest = '';
  let expected = 1;
  return {
    whole: whole.promise,
    hear(output: Uint8Array | string) {
      const said = rest + (typeof output === 'string' ? output : Buffer.from(output).toString('latin1'));
      const complete = said.split('\r\n');
      rest = complete.pop()!;
      for (const line of complete) {
        // Before the first line the shell shows what was typed, and switches modes of the screen.
        const isTyped = expected === 1 && !/(^|\r)1$/.test(line);
        if (isTyped) continue;
        if (expected > 1 && line !== String(expected)) {
          whole.reject(new Error(`Line ${expected} arrived as ${JSON.stringify(line.slice(0, 40))}.`));
          return;
        }
        if (expected === lines) return whole.resolve();
        expected += 1;
      }
    },
  };
}

const folder = await mkdtemp(join(tmpdir(), 'notelab-bench-'));
const hearing = { bare: (_: Uint8Array | string) => {}, through: (_: Uint8Array | string) => {} };
const bash = spawn('bash', ['--norc'], { name: 'xterm-256color', cols: 100, rows: 30, cwd: folder });
bash.onData((output) => hearing.bare(output));
const notelab = await startNotelabWithTerminal(join(folder, 'data'), (output) => hearing.through(output));
const processes = { server: notelab.pid, host: notelab.hostPid };
const growthBytes = { server: 0, host: 0 };
const seconds = { bare: [] as number[], through: [] as number[] };
const busy = { server: [] as number[], host: [] as number[] };

async function timeLines(way: keyof typeof hearing, type: (data: string) => void): Promise<number> {
  const counting = countLines();
  hearing[way] = counting.hear;
  const startedAt = performance.now();
  type(command);
  await counting.whole;
  return (performance.now() - startedAt) / 1000;
}

async function timeThroughNotelab(): Promise<number> {
  const names = ['server', 'host'] as const;
  const before = names.map((name) => ({
    name,
    resident: residentBytes(processes[name]),
    processor: processorSeconds(processes[name]),
  }));
  for (const name of names) forgetPeak(processes[name]);
  const spent = await timeLines('through', notelab.page.type);
  for (const { name, resident, processor } of before) {
    growthBytes[name] = Math.max(growthBytes[name], peakBytes(processes[name]) - resident);
    busy[name].push(processorSeconds(processes[name]) - processor);
  }
  return spent;
}

try {
  for (let round = 0; round < rounds; round += 1) {
    seconds.bare.push(await timeLines('bare', (data) => bash.write(data)));
    seconds.through.push(await timeThroughNotelab());
  }
} finally {
  bash.kill();
  await notelab.stop();
  await rm(folder, { recursive: true });
}

console.log(`seq 1 ${lines}, ${rounds} times: every line arrived, in order`);
report('On a bare pty, median', median(seconds.bare), ' s');
report('Through Notelab, median', median(seconds.through), ' s');
report('Through Notelab : on a bare pty', median(seconds.through) / median(seconds.bare), 'x');
report('Processor time of the server, median', median(busy.server), ' s');
report('Processor time of the process with the screens, median', median(busy.host), ' s');
report('Growth of the server, at most', Math.ceil(growthBytes.server / 1e6), ' MB', limitMegabytes);
report('Growth of the process with the screens, at most', Math.ceil(growthBytes.host / 1e6), ' MB');
