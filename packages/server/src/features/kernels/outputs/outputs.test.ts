import type { JsonRecord } from '@notelab/notebook';
import { fillLiveNotebook, readLiveNotebook } from '@notelab/notebook/live';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createOutputCollector, type OutputLimits } from './collect-outputs.ts';
import { createOutputWriter } from './write-outputs.ts';

const limits: OutputLimits = {
  outputBytes: 1_000,
  totalBytes: 5_000,
  count: 20,
  live: { head: 100, tail: 50 },
  full: { head: 50_000, tail: 50_000 },
};

/** A block that is run, and what stands in it. */
function ranBlock() {
  const doc = new Y.Doc();
  const block = { id: 'a', type: 'code', blockGroup: 'a', sortingKey: '0', content: '', metadata: {} };
  fillLiveNotebook(doc, { id: 'n', name: 'N', blocks: [{ ...block, outputs: [] }] });
  const stored: JsonRecord[] = [];
  const collector = createOutputCollector(limits);
  const writer = createOutputWriter({
    doc,
    blockId: 'a',
    collector,
    store: async (output) => {
      stored.push(output);
      return { output_type: output.output_type, notelab_output: { hash: `${stored.length}` } };
    },
    onFailed(error) {
      throw error;
    },
  });
  const outputs = () => readLiveNotebook(doc, { id: 'n', name: 'N' }).blocks[0]!.outputs;
  return {
    stored,
    outputs,
    collector,
    async say(...messages: [type: string, content: Record<string, unknown>][]) {
      for (const [type, content] of messages)
        collector.hear({ header: { msg_id: 'm', msg_type: type }, content });
      await writer.writeNow();
      return outputs();
    },
    async finish() {
      await writer.finish();
      return outputs();
    },
  };
}

const stdout = (text: string): [string, Record<string, unknown>] => ['stream', { name: 'stdout', text }];
const display = (text: string, id?: string): [string, Record<string, unknown>] => [
  'display_data',
  { data: { 'text/plain': text }, metadata: {}, ...(id && { transient: { display_id: id } }) },
];
const shown = (text: string) => ({ output_type: 'display_data', data: { 'text/plain': text }, metadata: {} });
const stream = (text: string, name = 'stdout') => ({ output_type: 'stream', name, text });

describe('outputs of a run', () => {
  test('are left out when their values are nested so deeply that nothing could read them', async () => {
    let nested: unknown = 1;
    for (let level = 0; level < 20_000; level++) nested = [nested];
    const data = { 'application/json': nested };
    const [said] = (await ranBlock().say(['display_data', { data, metadata: {} }]))!;
    expect(said).toEqual(stream('An output is left out: its values are nested too deeply.\n', 'stderr'));
  });

  test('are what a notebook file holds', async () => {
    const block = ranBlock();
    const traceback = ['\u001b[31mZeroDivisionError\u001b[0m'];
    expect(
      await block.say(
        stdout('a'),
        stdout('b\n'),
        ['stream', { name: 'stderr', text: 'careful' }],
        ['execute_result', { data: { 'text/plain': '4' }, metadata: { x: 1 }, execution_count: 7 }],
        ['error', { ename: 'ZeroDivisionError', evalue: 'division by zero', traceback }],
      ),
    ).toEqual([
      stream('ab\n'),
      stream('careful', 'stderr'),
      { output_type: 'execute_result', data: { 'text/plain': '4' }, metadata: { x: 1 }, execution_count: 7 },
      { output_type: 'error', ename: 'ZeroDivisionError', evalue: 'division by zero', traceback },
    ]);
  });

  test('grow and change where they stand', async () => {
    const block = ranBlock();
    await block.say(stdout('10%\r'), display('first', 'x'), display('between'));
    expect(await block.say(stdout('later'))).toEqual([
      stream('10%'),
      shown('first'),
      shown('between'),
      stream('later'),
    ]);
    block.collector.replaceDisplay(display('changed', 'x')[1]);
    expect(await block.say(stdout(' 😀'))).toEqual([
      stream('10%'),
      shown('changed'),
      shown('between'),
      stream('later 😀'),
    ]);
  });

  test('are taken away at once, or when the next one comes', async () => {
    const block = ranBlock();
    expect(await block.say(stdout('a'), ['clear_output', { wait: false }])).toEqual([]);
    expect(await block.say(stdout('b'), ['clear_output', { wait: true }])).toEqual([stream('b')]);
    expect(await block.say(stdout('c'))).toEqual([stream('c')]);
  });

  test('are kept outside of the document when they are long', async () => {
    const block = ranBlock();
    const text = `${'x'.repeat(80)}\n`.repeat(300);
    await block.say(stdout('first\n'), stdout(text));
    const stored = { output_type: 'stream', notelab_output: { hash: '1' } };
    expect(await block.finish()).toEqual([stored]);
    expect(await block.say(stdout('late'))).toEqual([stored, stream('late')]);
    expect(block.stored).toEqual([stream(`first\n${text}`)]);
  });

  test('are left out, and said to be, when they are too many or too large', async () => {
    const large = ranBlock();
    const notice = (await large.say(display('x'.repeat(2_000)), display('small'))) as JsonRecord[];
    expect(notice[0]!.text).toMatch(/^An output of .* is left out/);
    expect(notice[1]).toEqual(shown('small'));

    const many = ranBlock();
    const shows = Array.from({ length: 100 }, () => display('y'));
    const outputs = (await many.say(...shows, ['error', { ename: 'Stop' }])) as JsonRecord[];
    expect(outputs).toHaveLength(22);
    expect(outputs[20]!.text).toMatch(/^Further outputs are left out/);
    expect(outputs[21]!.ename).toBe('Stop');
  });

  test('may be anything that a program sends', async () => {
    const block = ranBlock();
    expect(await block.say(['stream', { text: 5 }], ['display_data', { data: [] }], ['error', {}])).toEqual([
      { output_type: 'display_data', data: {}, metadata: {} },
      { output_type: 'error', ename: '', evalue: '', traceback: [] },
    ]);
  });
});
