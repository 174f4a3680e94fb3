import { expect, test } from 'vitest';
import { newDeepnoteFile } from '../native/document.ts';
import { writeDeepnote } from '../native/write-document.ts';
import { exportIpynb } from './export-ipynb.ts';
import { importIpynb } from './import-ipynb.ts';
import { withoutOutputs, withoutStaleText } from './without-outputs.ts';

/** `1.0` is not how JavaScript writes it, so that the cell's text is kept beside the block. */
const output =
  '{"data":{"application/json":{"secret":1.0}},"execution_count":1,"metadata":{},"output_type":"execute_result"}';
const text = `{"cells":[{"cell_type":"code","execution_count":1,"metadata":{"n":2.0},"outputs":[${output}],"source":["x"]}],"metadata":{},"nbformat":4,"nbformat_minor":4}`;
const read = () => importIpynb(text, { id: 'notebook', name: 'Report' });
const fileOf = (notebook: ReturnType<typeof read>) =>
  writeDeepnote(newDeepnoteFile({ id: 'p', name: 'P' }, [notebook], '2026-01-02T03:04:05Z'));

test('a notebook without outputs has them nowhere, and can be exported like any other', () => {
  expect(fileOf(read())).toContain('secret');
  expect(fileOf(withoutOutputs(read()))).not.toContain('secret');
  expect(exportIpynb(withoutOutputs(read()), { outputs: true, original: text })).toBe(
    text.replace(output, '').replace('"execution_count":1', '"execution_count":null'),
  );
});

test('texts of cells stay as long as they say the same, and go with what was taken out of the block', () => {
  expect(withoutStaleText(read())).toEqual(read());
  const cleared = read();
  cleared.blocks[0]!.outputs = [];
  expect(fileOf(cleared)).toContain('secret');
  expect(fileOf(withoutStaleText(cleared))).not.toContain('secret');
});
