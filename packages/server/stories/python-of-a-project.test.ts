import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as contract from '@notelab/contract';
import { type Client, createWorld, type World } from '@notelab/dev-env';
import { readConfig } from '@notelab/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPythonFinder, usualPythons } from '../src/features/kernels/python/find-python.ts';
import { createNotebookToRun, type NotebookToRun } from './a-notebook-to-run.ts';

let folder: string;
/** Where the server looks for Python. */
let program: string;
let world: World;
let admin: Client;
let editor: Client;
let params: { projectId: contract.ProjectId };
let notebook: NotebookToRun;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notelab-pythons-'));
  program = join(folder, 'python3');
  const kernels = { ...readConfig({}).kernels, pythons: [program] };
  world = await createWorld({ config: { allowPrivateGitLab: true, kernels } });
  admin = await world.signIn('admin');
  editor = await world.signIn('editor');
  const { id } = await editor.call(contract.createProject, {
    params: { workspaceId: world.workspaceId },
    body: { name: 'Pythons' },
  });
  params = { projectId: id };
  notebook = await createNotebookToRun(world, editor, id);
}, 120_000);
afterAll(async () => {
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

const python = () => editor.call(contract.getProjectPython, { params });

test('without Python all but running works, and running says what to install until it is there', async () => {
  await notebook.write('1 + 1');
  await expect(notebook.start()).rejects.toMatchObject({
    reply: { code: 'python-missing', raw: expect.stringContaining('apt-get install') },
  });
  expect(await python()).toMatchObject({ version: null, problem: { code: 'python-missing' } });
  const installed = await createPythonFinder(usualPythons)();
  await symlink(installed!.path, program);
  await notebook.run();
  expect(await notebook.printed('0')).toBe('2');
});

/** A build backend of two functions, so that nothing has to be fetched from elsewhere. */
const backend = `
import zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    import os
    name = 'sales-1.2-py3-none-any.whl'
    with zipfile.ZipFile(os.path.join(folder, name), 'w') as wheel:
        wheel.writestr('sales.pth', os.path.join(os.getcwd(), 'lib'))
        wheel.writestr('sales-1.2.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: sales\\nVersion: 1.2\\n')
        wheel.writestr('sales-1.2.dist-info/WHEEL', 'Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
        wheel.writestr('sales-1.2.dist-info/RECORD', '')
    return name
`;

test('a folder of the project is installed into its environment, and kernels have it', async () => {
  const { root } = world.notelab.context.projects.filesOf(params.projectId);
  const library = join(root, 'library');
  await mkdir(join(library, 'lib'), { recursive: true });
  await writeFile(join(library, 'lib/sales.py'), 'total = 42\n');
  await writeFile(join(library, 'backend.py'), backend);
  await writeFile(
    join(library, 'pyproject.toml'),
    '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
  );
  await editor.call(contract.installPackages, { params, body: { packages: ['./library'] } });
  await expect
    .poll(async () => (await python()).installation?.status, { timeout: 60_000 })
    .not.toBe('running');
  const { installation, packages } = await python();
  expect(installation, installation?.output).toMatchObject({ status: 'done' });
  expect(packages).toEqual([{ name: 'sales', version: '1.2' }]);
  await notebook.write('import sales, sys\nprint(sales.total, sys.prefix)');
  await notebook.run();
  expect(await notebook.printed('0')).toContain(`42 ${world.notelab.context.config.dataDir}/environments/`);
});

test('what cannot be installed says why, and what is no package is refused', async () => {
  await editor.call(contract.installPackages, { params, body: { packages: ['./nowhere'] } });
  await expect.poll(async () => (await python()).installation?.status, { timeout: 60_000 }).toBe('failed');
  expect((await python()).installation?.output).toContain('nowhere');
  for (const evil of ['--index-url=http://evil', '-r/etc/passwd', '../other', 'a\n-e .'])
    await expect(
      editor.call(contract.installPackages, { params, body: { packages: [evil] } }),
    ).rejects.toMatchObject({ reply: { code: 'invalid-input' } });
});

test('a Jupyter server elsewhere is named by an admin, and runs the notebooks; its token goes to no other', async () => {
  const { jupyter, url } = await startJupyter('let-me-in');
  const setRemote = (token: string | null, at = url) =>
    admin.call(contract.setRemoteJupyter, { params, body: { url: at, token } });
  const refused = (code: string) => ({ reply: { code } });
  try {
    await expect(setRemote('wrong')).rejects.toMatchObject(refused('jupyter-unavailable'));
    await expect(setRemote('', 'file:///etc')).rejects.toMatchObject(refused('address-invalid'));
    const set = await setRemote('let-me-in');
    expect(set).toMatchObject({ source: 'remote', remote: { url, hasToken: true } });
    expect(JSON.stringify(await python())).not.toContain('let-me-in');
    // What runs already stays where it is until it is started anew.
    await editor.call(contract.restartKernel, { params: { notebookId: notebook.id } });
    await notebook.write('import os\nprint(os.getcwd())');
    await notebook.run();
    expect(await notebook.printed('0')).toBe(`${folder}\n`);

    expect(await setRemote(null)).toMatchObject({ remote: { hasToken: true } });
    const elsewhere = url.replace('127.0.0.1', 'localhost');
    await expect(setRemote(null, elsewhere)).rejects.toMatchObject(refused('jupyter-unavailable'));
    await editor.call(contract.stopKernel, { params: { notebookId: notebook.id } });
  } finally {
    jupyter.kill('SIGKILL');
    await once(jupyter, 'exit');
  }
  expect(await notebook.run()).toMatchObject({ status: 'none', problem: { code: 'jupyter-unavailable' } });
});

async function startJupyter(token: string): Promise<{ jupyter: ChildProcess; url: string }> {
  const port = await findFreePort();
  const settings = { ip: '127.0.0.1', port, token, open_browser: 'False', root_dir: folder };
  const args = Object.entries(settings).map(([name, value]) => `--ServerApp.${name}=${value}`);
  const jupyter = spawn(program, ['-m', 'jupyter_server', '--allow-root', ...args], {
    cwd: folder,
    env: { PATH: '/usr/bin:/bin', HOME: folder, JUPYTER_RUNTIME_DIR: folder },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${url}/api`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(answers, { timeout: 30_000 }).toBe(true);
  return { jupyter, url };
}

function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
