import { expect, test } from 'vitest';
import { NotebookFileError } from './read-notebook.ts';
import { stripOutputs } from './strip-outputs.ts';

test('outputs and counts of runs go; every other byte stays, also the odd ones', () => {
  const notebook = (count: string, outputs: string) => `\uFEFF{\r
\t"cells": [\r
\t  {"cell_type": "markdown", "source": "\\u00e9 \\"outputs\\": [1]", "outputs": [1], "metadata": {}},\r
\t  {"cell_type":"code" , "metadata": {"n": 1.50e+2, "n": 2}, "execution_count": ${count},\r
\t   "outputs":${outputs}, "source": ["a\\n", "b"]},\r
\t  {"cell_type": "code", "outputs": [], "execution_count": null, "source": "", "x": "[]"}\r
\t], "metadata": {"outputs": [1]},\r
\t"nbformat": 4, "nbformat_minor": 5 }\r\n\r\n`;
  const outputs = '[\n {"output_type": "stream", "text": ["]}", "\\\\"]}, {"data": {"image/png": "iVBO"}} ]';
  expect(stripOutputs(notebook('12', outputs))).toBe(notebook('null', '[]'));
  expect(stripOutputs(notebook('null', '[]'))).toBe(notebook('null', '[]'));
});

test('a notebook of an old format loses its outputs, too', () => {
  const notebook = (number: string, outputs: string) =>
    `{"nbformat": 3, "metadata": {}, "worksheets": [{"cells": [{"cell_type": "code", "input": "a", "outputs": ${outputs}, "prompt_number": ${number}}]}]}`;
  expect(stripOutputs(notebook('3', '[{}]'))).toBe(notebook('null', '[]'));
});

test('what is no notebook is said', () => {
  expect(() => stripOutputs('<<<<<<< ours')).toThrow(NotebookFileError);
});
