import { existsSync } from 'node:fs';
import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ProjectId } from '@notelab/contract';
import { ProblemError } from '../../../problem.ts';
import type { Jail } from '../../jails/jail.ts';
import { removeTree } from '../../projects/files.ts';
import type { PythonFinder } from './find-python.ts';
import { systemPath } from './system-path.ts';

export type Environments = ReturnType<typeof createEnvironments>;

/** Made with what Python brings, and a `pip` that works in it without being installed in it. */
const makeEnvironment = `
import os, sys, venv
folder = sys.argv[1]
venv.EnvBuilder(system_site_packages=True, symlinks=True, with_pip=False).create(folder)
program = os.path.join(folder, 'bin', 'pip')
with open(program + '.new', 'w') as file:
    file.write('#!' + os.path.join(folder, 'bin', 'python3') + '\\n')
    file.write('import sys\\nfrom pip._internal.cli.main import main\\nsys.exit(main())\\n')
os.chmod(program + '.new', 0o755)
# Last: an environment with it is whole.
os.replace(program + '.new', program)
`;

/**
 * The Python environments of projects, each in a folder outside of the project's files that kernels and terminals of
 * the project see at the same path. They see the packages of the server's Python, too.
 */
export function createEnvironments({
  folder,
  jail,
  findPython,
}: {
  folder: string;
  jail: Jail;
  findPython: PythonFinder;
}) {
  const folderOf = (id: ProjectId) => join(folder, id);
  const making = new Map<ProjectId, Promise<void>>();

  /** Only programs in the jail write there, so what is asked here may be a lie, and does no harm. */
  const isWhole = (id: ProjectId) => existsSync(join(folderOf(id), 'bin', 'pip'));

  async function make(id: ProjectId, python: string): Promise<void> {
    const path = folderOf(id);
    await mkdir(path, { recursive: true, mode: 0o750 });
    if (jail.owner) await chown(path, jail.owner.uid, jail.owner.gid);
    const child = jail.spawn({
      args: [python, '-I', '-c', makeEnvironment, path],
      cwd: path,
      folder: path,
      env: { PATH: systemPath, HOME: '/nonexistent', LANG: 'C.UTF-8' },
    });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const [code, said] = await Promise.all([ended, text(child.stderr)]);
    if (code !== 0)
      throw new ProblemError('kernel-failed', 'The project’s Python environment could not be made.', {
        raw: said.slice(-8_000),
      });
  }

  return {
    folderOf,
    /** The folder of a project's environment when there is one. */
    find: (id: ProjectId): string | null => (isWhole(id) ? folderOf(id) : null),

    /** Makes the environment unless it is there. @returns its folder, or null when the server has no Python. */
    async ensure(id: ProjectId): Promise<string | null> {
      if (isWhole(id)) return folderOf(id);
      const python = await findPython();
      if (!python) return null;
      const made =
        making.get(id) ??
        make(id, python.path).finally(() => {
          making.delete(id);
        });
      making.set(id, made);
      await made;
      return folderOf(id);
    },

    forgetProject: (id: ProjectId): Promise<void> => removeTree(folderOf(id)),
  };
}
