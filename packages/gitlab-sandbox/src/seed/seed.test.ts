import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { cloneAs, git } from '../testing/git-client.ts';
import { openSandbox } from '../testing/open-sandbox.ts';

const run = promisify(execFile);

interface Notebook {
  nbformat: number;
  nbformat_minor: number;
  cells: { cell_type: string; id: string; source: string[]; outputs?: { text: string[] }[] }[];
}

function codeCells(notebook: Notebook) {
  return notebook.cells.filter((cell) => cell.cell_type === 'code');
}

function listNotebooks(dir: string): string[] {
  const entries = readdirSync(dir, { recursive: true, encoding: 'utf8' });
  return entries.filter((path) => path.endsWith('.ipynb')).map((path) => join(dir, path));
}

test('sample commits have the same ids in every sandbox', async () => {
  const sandbox = await openSandbox();
  const heads = async (path: string) =>
    (
      await git(
        sandbox.repositoryDir(path),
        'for-each-ref',
        '--format=%(objectname:short=8) %(refname:short)',
      )
    ).stdout;
  const other = await openSandbox();
  for (const path of ['acme/analytics', 'acme/platform/forecasting', 'acme/handbook', 'acme/archive']) {
    const here = await heads(path);
    const there = await git(
      other.repositoryDir(path),
      'for-each-ref',
      '--format=%(objectname:short=8) %(refname:short)',
    );
    expect(here).toBe(there.stdout);
    expect(here).not.toBe('');
  }
});

test.each([
  ['acme/analytics', 'main', 2],
  ['acme/analytics', 'feature/churn-v2', 2],
  ['acme/analytics', 'dev', 2],
  ['acme/platform/forecasting', 'main', 1],
])(
  'the notebooks of %s on %s run with plain Python and print what they show',
  async (path, branch, count) => {
    const sandbox = await openSandbox();
    const dir = await cloneAs(sandbox, 'reporter', path);
    await git(dir, 'checkout', '--quiet', branch);
    const notebooks = listNotebooks(dir);
    expect(notebooks).toHaveLength(count);
    for (const file of notebooks) {
      const text = readFileSync(file, 'utf8');
      const notebook = JSON.parse(text) as Notebook;
      expect([notebook.nbformat, notebook.nbformat_minor]).toEqual([4, 5]);
      expect(new Set(notebook.cells.map(({ id }) => id)).size).toBe(notebook.cells.length);
      expect(text).toBe(`${JSON.stringify(notebook, null, 1)}\n`);
      const source = codeCells(notebook).map((cell) => cell.source.join(''));
      const shown = codeCells(notebook).flatMap((cell) => cell.outputs!.flatMap((output) => output.text));
      const { stdout } = await run('python3', ['-c', source.join('\n')], { cwd: dirname(file) });
      expect(stdout).toBe(shown.join(''));
    }
  },
);

test('the tests of the forecasting package pass', async () => {
  const sandbox = await openSandbox();
  const dir = await cloneAs(sandbox, 'developer', 'acme/platform/forecasting');
  const env = { ...process.env, PYTHONPATH: 'src' };
  const { stderr } = await run('python3', ['-m', 'unittest', 'discover', 'tests'], { cwd: dir, env });
  expect(stderr).toContain('OK');
});
