import type { GitEnvironment } from '../process/git-environment.ts';
import { splitNull } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';

const submoduleMode = '160000';

/** The commit of the submodule that a commit has at a path; null when something else is there, or nothing. */
export async function findSubmodule(
  git: GitEnvironment,
  dir: string,
  revision: string,
  path: string,
): Promise<string | null> {
  const args = ['ls-tree', '-z', '--full-tree', '--end-of-options', revision, '--', path];
  // 128: there is no such revision, as before the first commit
  const { stdout } = await runGit(git, dir, args, { readOnly: true, okExitCodes: [0, 128] });
  const [, oid] = new RegExp(`^${submoduleMode} commit ([0-9a-f]+)\t`).exec(stdout.toString('latin1')) ?? [];
  return oid ?? null;
}

/**
 * The commit that is checked out in a submodule and differs from HEAD's (or the index's); null when it does not, or none is there.
 * No git is started inside the submodule: its configuration is one more that nobody looked at.
 */
export async function findCheckedOutSubmodule(
  git: GitEnvironment,
  dir: string,
  path: string,
  against: 'HEAD' | 'index' = 'HEAD',
): Promise<string | null> {
  const diff = async (...format: string[]) => {
    const common = ['--no-ext-diff', '--no-textconv', '--no-color', '--ignore-submodules=dirty'];
    const { stdout } = await runGit(
      git,
      dir,
      ['diff', ...format, ...common, ...(against === 'HEAD' ? ['HEAD'] : []), '--', path],
      {
        readOnly: true,
        okExitCodes: [0, 128],
      },
    );
    return stdout;
  };
  // The patch of anything else could be as large as the file.
  const [raw = ''] = splitNull(await diff('--raw', '-z'));
  if (!/^:\d+ 160000 /.test(raw)) return null;
  const patch = (await diff('--patch', '--submodule=short')).toString('latin1');
  return /^\+Subproject commit ([0-9a-f]+)/m.exec(patch)?.[1] ?? null;
}
