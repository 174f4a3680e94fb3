import type { Json, Notebook } from '@notelab/notebook';
import { describe, expect, test } from 'vitest';
import { joinOutputs, listHashes, separateOutput, separateOutputs } from './large-outputs.ts';

const picture = (letters: number): Json => ({
  output_type: 'display_data',
  data: { 'image/png': 'A'.repeat(letters), 'text/plain': '<Figure>' },
  metadata: { width: 10 },
});
const stream: Json = { output_type: 'stream', name: 'stdout', text: 'hello' };

function notebook(...outputs: Json[]): Notebook {
  const block = { id: 'a', type: 'code', blockGroup: 'a', sortingKey: '', metadata: {}, outputs };
  return { id: 'n', name: 'Sales', blocks: [block, { ...block, id: 'b', outputs: undefined }] };
}

describe('large outputs', () => {
  test('leave the document, say what they can be shown as, and come back as they were', () => {
    const made = notebook(stream, picture(50_000), picture(50_000), picture(100));
    const { notebook: small, outputs } = separateOutputs(made);
    expect(outputs.size).toBe(1);
    expect(JSON.stringify(small).length).toBeLessThan(2_000);
    expect(small.blocks[0]!.outputs![1]).toMatchObject({
      output_type: 'display_data',
      metadata: { width: 10 },
      notelab_output: { mimeTypes: ['image/png', 'text/plain'], hash: [...outputs.keys()][0] },
    });
    expect(listHashes(small)).toEqual(new Set(outputs.keys()));
    expect(joinOutputs(small, (hash) => outputs.get(hash))).toEqual(made);
  });

  test('stay where they are when JSON cannot say them', () => {
    expect(separateOutput({ output_type: 'x', data: { a: 'A'.repeat(50_000), b: [Number.NaN] } })).toBeNull();
  });

  test('that are gone are said to be gone', () => {
    const { notebook: small } = separateOutputs(notebook(picture(50_000)));
    const read = joinOutputs(small, () => undefined);
    expect(JSON.stringify(read.blocks[0]!.outputs)).toContain('not here any more');
  });

  test('are not those that a notebook from outside only claims to have', () => {
    const { notebook: small } = separateOutputs(notebook(picture(50_000)));
    const [reference] = small.blocks[0]!.outputs!;
    const { notebook: taken, outputs } = separateOutputs(notebook(reference!));
    expect([outputs.size, listHashes(taken).size]).toEqual([0, 0]);
  });
});
