import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as contract from '@notelab/contract';
import { type Client, createWorld, type World } from '@notelab/dev-env';
import { readConfig } from '@notelab/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConnectedProject, connectProject } from './a-connected-project.ts';
import { createNotebookToRun, type NotebookToRun } from './a-notebook-to-run.ts';

let world: World;
let editor: Client;
let connected: ConnectedProject;
let notebook: NotebookToRun;

beforeAll(async () => {
  const { kernels } = readConfig({});
  world = await createWorld({ config: { kernels: { ...kernels, memoryBytes: 2 ** 30 } } });
  const admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  connected = await connectProject(world, admin, 'acme/analytics', { by: editor });
  notebook = await createNotebookToRun(world, editor, connected.project.id);
}, 120_000);
afterAll(() => world?.close());

const ofNotebook = () => ({ params: { notebookId: notebook.id } });
const root = () => world.notelab.context.projects.filesOf(connected.project.id).root;

test('blocks run one after the other, and what comes of them is in the notebook', async () => {
  await notebook.write(
    'import os\nx = 20\nprint("hello", os.getcwd())',
    { type: 'markdown', content: 'Not code' },
    'x + 1',
    '  ',
    'from IPython.display import display, HTML\ndisplay(HTML("<b>bold</b>"))\nlen?',
  );
  const state = await notebook.run();
  expect(state).toMatchObject({ status: 'idle', python: expect.stringMatching(/^Python 3\./), halted: null });
  expect(await notebook.printed('0')).toBe(`hello ${root()}\n`);
  expect(await notebook.block('2')).toMatchObject({
    executionCount: 2,
    executionStartedAt: expect.any(String),
    executionFinishedAt: expect.any(String),
    outputs: [{ output_type: 'execute_result', data: { 'text/plain': '21' }, execution_count: 2 }],
  });
  expect((await notebook.block('4')).outputs).toMatchObject([
    { output_type: 'display_data', data: { 'text/html': '<b>bold</b>' } },
    { output_type: 'display_data', data: { 'text/plain': expect.stringContaining('Docstring:') } },
  ]);
});

test('an error stops what waits behind it, and says so', async () => {
  await notebook.write('print("before")\n1/0', 'print("after")', 'print("after")');
  const state = await notebook.run();
  expect(state.halted).toEqual({ blockId: '0', reason: 'error', leftOut: 2 });
  expect(await notebook.printed('0')).toBe('before\nZeroDivisionError: division by zero');
  expect(await notebook.printed('1')).toBe('');
});

test('a block that waits runs as it is when its turn comes, or not at all when it is gone', async () => {
  await notebook.write(
    'import time\nprint("go", flush=True)\ntime.sleep(60)',
    'print("old")',
    'print("gone")',
  );
  await notebook.start();
  await expect.poll(() => notebook.printed('0'), { timeout: 20_000 }).toBe('go\n');
  expect(await notebook.state()).toMatchObject({
    status: 'busy',
    running: { blockId: '0' },
    queue: [{ blockId: '1' }, { blockId: '2' }],
  });
  await notebook.write('import time', 'print("new")');
  await editor.call(contract.interruptKernel, ofNotebook());
  await notebook.until({ running: null });
  await notebook.run('0', '1', '2');
  expect(await notebook.printed('1')).toBe('new\n');
});

test('what runs is interrupted, and keeps its variables', async () => {
  await notebook.write('kept = 5\nimport time\nprint("go", flush=True)\ntime.sleep(60)', 'kept');
  await notebook.start('0', '1');
  await expect.poll(() => notebook.printed('0'), { timeout: 20_000 }).toBe('go\n');
  await editor.call(contract.interruptKernel, ofNotebook());
  const { halted } = await notebook.until({ running: null });
  expect(halted).toEqual({ blockId: '0', reason: 'interrupted', leftOut: 1 });
  expect(await notebook.printed('0')).toContain('KeyboardInterrupt');
  await notebook.run('1');
  expect(await notebook.printed('1')).toBe('5');
});

test('a program that asks is answered', async () => {
  await notebook.write('name = input("Name? ")\nprint("Hello", name)');
  await notebook.start();
  await notebook.until({ input: { blockId: '0', prompt: 'Name? ', password: false } });
  await editor.call(contract.answerInput, { ...ofNotebook(), body: { blockId: '0', text: 'Ada' } });
  await notebook.until({ running: null, input: null });
  expect(await notebook.printed('0')).toBe('Name? Ada\nHello Ada\n');
});

test('the kernel completes and explains', async () => {
  await notebook.write('words = ["a"]');
  await notebook.run();
  const complete = (code: string) =>
    editor.call(contract.completeCode, { ...ofNotebook(), body: { code, cursor: code.length } });
  const { matches, from } = await complete('"😀"; words.app');
  expect(matches).toMatchObject([{ text: expect.stringContaining('append') }]);
  expect(from).toBeLessThan(15);
  const inspected = await editor.call(contract.inspectCode, {
    ...ofNotebook(),
    body: { code: 'words', cursor: 5 },
  });
  expect(inspected.text).toContain('list');
});

test('modules of a checkout are imported by name, and edits count with the next run', async () => {
  await notebook.write('import churn.features as features\nfrom churn.probe import answer\nprint(answer())');
  const probe = join(root(), 'analytics/churn/probe.py');
  await writeFile(probe, 'def answer():\n    return "first"\n');
  await notebook.run();
  expect(await notebook.printed('0')).toBe('first\n');
  await writeFile(probe, 'def answer():\n    return "other"\n');
  await notebook.run();
  expect(await notebook.printed('0')).toBe('other\n');

  const params = { projectId: connected.project.id };
  await editor.call(contract.changeProjectPython, { params, body: { autoreload: false } });
  await notebook.run();
  await writeFile(probe, 'def answer():\n    return "third"\n');
  await notebook.run();
  expect(await notebook.printed('0')).toBe('other\n');
  await editor.call(contract.changeProjectPython, { params, body: { autoreload: true } });
});

test('what is too much is left out, and the notebook stays small', async () => {
  await notebook.write('for i in range(150_000): print("line", i)', 'print("x" * 30_000)');
  await notebook.run();
  const printed = await notebook.printed('0');
  expect(printed).toMatch(/^line 0\nline 1\n/);
  expect(printed).toMatch(/left out/);
  expect(printed.length).toBeLessThan(1_100_000);
  const { doc, release } = await world.notelab.context.liveNotebooks.hold(notebook.id);
  expect(JSON.stringify(doc.toJSON()).length).toBeLessThan(20_000);
  release();
});

test('a block cannot take more memory than its project may have', async () => {
  await notebook.write('much = bytearray(2 * 2**30)', 'much = bytearray(2**20)\nlen(much)');
  await notebook.run('0');
  expect(await notebook.printed('0')).toMatch(/^MemoryError/);
  await notebook.run('1');
  expect(await notebook.printed('1')).toBe('1048576');
});

test('a display is updated from another block, and cleared', async () => {
  await notebook.write(
    'from IPython.display import display, clear_output\nshown = display("one", display_id=True)',
    'shown.update("two")\nprint("gone")\nclear_output()\nprint("stays")',
  );
  await notebook.run();
  expect(await notebook.printed('0')).toBe("'two'");
  expect(await notebook.printed('1')).toBe('stays\n');
});

test('what the kernel sees holds nothing of the server', async () => {
  await notebook.write(
    [
      'import os, subprocess, glob',
      'print(dict(os.environ))',
      'for each in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/cmdline"):',
      '    try: print(each, open(each, "rb").read())',
      '    except OSError: pass',
      'for top in ("/run", "/tmp", os.environ["HOME"], "/root", "/home", "/var"):',
      '    for folder, _, names in os.walk(top): print(folder, names)',
      'ask = subprocess.run(["git", "credential", "fill"], input=b"protocol=http\\nhost=x\\n\\n", capture_output=True)',
      'print("git", ask.returncode, ask.stdout)',
      `print("others", os.listdir(os.path.dirname(${JSON.stringify('PROJECT')})))`.replace(
        '"PROJECT"',
        'os.environ["NOTELAB_PROJECT"]',
      ),
      'print("fonts", os.path.isdir("/etc/fonts"))',
      'print("writable", os.access("/tmp", os.W_OK), os.access("/usr", os.W_OK), os.access("/etc", os.W_OK))',
    ].join('\n'),
  );
  await notebook.run();
  const printed = await notebook.printed('0');
  expect(printed).not.toMatch(/secret|token=|DATABASE|credential\.sock|c\.sock|NOTELAB_(?!PROJECT)/i);
  expect(printed).toMatch(/git 128 b''/);
  expect(printed).toContain('writable True False False');
  // Libraries that draw look there.
  expect(printed).toContain(existsSync('/etc/fonts') ? 'fonts True' : 'fonts False');
  expect(printed).toContain(`others ['${connected.project.id}']`);
});

describe('a kernel that ends', () => {
  test('by itself is dead with words, and comes back with a restart', async () => {
    await notebook.write('gone = 1\nimport os\nos._exit(1)', 'gone');
    await notebook.start();
    const state = await notebook.until({ status: 'dead' });
    expect(state).toMatchObject({
      running: null,
      queue: [],
      halted: { blockId: '0', reason: 'died', leftOut: 1 },
      problem: { code: 'kernel-died' },
    });
    await editor.call(contract.restartKernel, ofNotebook());
    await notebook.run('1');
    expect(await notebook.printed('1')).toContain('NameError');
  });

  test('because it does not listen to being interrupted', async () => {
    await notebook.write(
      'import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nprint("go", flush=True)\nwhile True: time.sleep(1)',
    );
    await notebook.start();
    await expect.poll(() => notebook.printed('0'), { timeout: 20_000 }).toBe('go\n');
    await editor.call(contract.interruptKernel, ofNotebook());
    await editor.call(contract.interruptKernel, ofNotebook());
    await notebook.until({ status: 'dead', running: null });
  });

  test('when somebody stops it, and its notebook says nothing of a run that goes on', async () => {
    await notebook.write('import time\nprint("go", flush=True)\ntime.sleep(60)');
    await notebook.start();
    await expect.poll(() => notebook.printed('0'), { timeout: 20_000 }).toBe('go\n');
    await editor.call(contract.stopKernel, ofNotebook());
    await notebook.until({ status: 'stopped', running: null, queue: [] });
    await notebook.start();
    // While it starts.
    await editor.call(contract.stopKernel, ofNotebook());
    expect(await notebook.state()).toMatchObject({
      status: 'stopped',
      running: null,
      queue: [],
      problem: null,
    });
    expect((await notebook.block('0')).executionFinishedAt).toBeTypeOf('string');
  });
});
