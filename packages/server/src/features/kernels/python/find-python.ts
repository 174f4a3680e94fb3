import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { promisify } from 'node:util';
import { ProblemError } from '../../../problem.ts';

/** A Python of the server's machine that has what kernels need. */
export interface FoundPython {
  /** The program. */
  path: string;
  /** `3.11.2` */
  version: string;
}

/** Where a jail sees programs, too; Debian's own first, as its packages bring what kernels need. */
export const usualPythons = ['/usr/bin/python3', '/usr/local/bin/python3', '/bin/python3'];

/** What a person with the right to do so types on the server's machine. */
export const installCommand = 'sudo apt-get install -y python3-ipykernel jupyter-server python3-pip';

const question = 'import platform, ipykernel, jupyter_server; print(platform.python_version())';
export type PythonFinder = () => Promise<FoundPython | null>;

/** Finds the first candidate that can run kernels, and remembers it. */
export function createPythonFinder(candidates: string[]): PythonFinder {
  let answer: Promise<FoundPython | null> | null = null;

  async function find(): Promise<FoundPython | null> {
    for (const path of candidates) {
      const version = await askVersion(path);
      if (version !== null) return { path: await realpath(path), version };
    }
    return null;
  }

  return async () => {
    answer ??= find();
    const found = await answer;
    // Somebody may install it meanwhile.
    if (!found) answer = null;
    return found;
  };
}

async function askVersion(path: string): Promise<string | null> {
  try {
    const env = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' };
    // Isolated: nothing of the folder that the server was started in is looked at.
    const { stdout } = await promisify(execFile)(path, ['-I', '-c', question], { env, timeout: 30_000 });
    return stdout.trim();
  } catch {
    return null;
  }
}

export function pythonMissing(): ProblemError {
  return new ProblemError(
    'python-missing',
    'The server has no Python with ipykernel and jupyter-server, which run notebooks.',
    { raw: installCommand },
  );
}
