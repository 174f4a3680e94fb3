import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserializeDeepnoteFile } from '@deepnote/blocks';
import { blockTypes, importIpynb, type Notebook } from '@notelab/notebook';
import { expect, test } from 'vitest';
import { realNames, realNotebook } from '../../../../notebook/src/testing/real-notebooks.ts';
import { readExported } from './read-exported.ts';
import { renderNotebook } from './render-notebooks.ts';

const project = { id: 'p'.repeat(20), name: 'Sales' } as Parameters<typeof renderNotebook>[2]['project'];
const createdAt = new Date('2026-01-01');

/** Every real one, and one with a block of each type. */
const notebooks: Notebook[] = [
  ...realNames
    .filter((name) => !name.startsWith('invalid'))
    .map((name) => importIpynb(realNotebook(name), { id: name, name })),
  {
    id: 'all',
    name: 'All types',
    blocks: blockTypes.map((type, index) => ({
      id: `block-${index}`,
      type,
      blockGroup: `block-${index}`,
      sortingKey: String(index).padStart(3, '0'),
      content: 'x = 1',
      metadata:
        type === 'notebook-function'
          ? { function_notebook_id: 'x', function_notebook_inputs: {}, function_notebook_export_mappings: {} }
          : {},
    })),
  },
];
const rendered = notebooks.flatMap((notebook) =>
  [true, false].map((outputs) => {
    const made = { outputs, project, createdAt };
    return { notebook, made, name: `${notebook.name} ${outputs ? 'with' : 'without'} outputs` };
  }),
);

test('Jupyter’s own reader opens every exported file without a warning', () => {
  const folder = mkdtempSync(join(tmpdir(), 'notelab-nbformat-'));
  try {
    for (const { notebook, made, name } of rendered)
      writeFileSync(
        join(folder, `${name.replaceAll('/', '-')}.ipynb`),
        renderNotebook(notebook, 'ipynb', made),
      );
    const script = `
import glob, sys, warnings, nbformat
warnings.simplefilter("error")
for path in sorted(glob.glob(sys.argv[1] + "/*.ipynb")):
    try:
        nbformat.validate(nbformat.read(path, as_version=nbformat.NO_CONVERT))
    except Exception as error:
        print(path, repr(error)[:300])
`;
    expect(execFileSync('/usr/bin/python3', ['-c', script, folder], { encoding: 'utf8' })).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('every exported .deepnote file loads in the format’s own library, and says the notebook', () => {
  for (const { notebook, made, name } of rendered) {
    const bytes = renderNotebook(notebook, 'deepnote', made);
    expect(deserializeDeepnoteFile(bytes.toString()).project.notebooks, name).toHaveLength(1);
    const read = readExported(bytes, 'deepnote', notebook);
    expect(read.kind === 'notebook' && read.notebook.blocks.map(({ content }) => content)).toEqual(
      notebook.blocks.map(({ content }) => content),
    );
  }
});

test('the same notebook gives the same bytes, and again after it was read back', () => {
  for (const { notebook, made, name } of rendered)
    for (const format of ['ipynb', 'deepnote'] as const) {
      const bytes = renderNotebook(notebook, format, made);
      const read = readExported(bytes, format, notebook);
      if (read.kind !== 'notebook') throw new Error(`${name}: ${read.reason}`);
      expect(renderNotebook(read.notebook, format, made).equals(bytes), `${name} ${format}`).toBe(true);
    }
});

test.each([
  ['{ "cells": [', 'ipynb'],
  ['', 'ipynb'],
  ['project: [', 'deepnote'],
  ['version: 1.0.0', 'deepnote'],
  ['version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n', 'ipynb'],
] as const)('%j is no %s, and says so', (text, format) => {
  expect(readExported(Buffer.from(text), format, { id: 'x', name: 'X' }).kind).toBe('broken');
});
