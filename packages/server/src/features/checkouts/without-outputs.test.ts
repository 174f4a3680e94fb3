import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readWithoutOutputs } from './without-outputs.ts';

test('a notebook that would take much of the server’s memory is not read', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'notelab-outputs-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const blank = ' '.repeat(17 * 1024 * 1024);
  writeFileSync(
    join(dir, 'a.ipynb'),
    `{"cells": [],${blank}"metadata": {}, "nbformat": 4, "nbformat_minor": 4}`,
  );
  await expect(readWithoutOutputs(dir, ['a.ipynb'])).rejects.toMatchObject({
    problem: { code: 'file-too-large' },
  });
});
