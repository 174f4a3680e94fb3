import {
  assertSupportedGit,
  type GitEnvironment,
  GitError,
  readGitVersion,
  UnsupportedGitError,
} from '@notelab/git';
import { StartUpError } from './start-up-error.ts';

/** Throws a StartUpError when there is no git that Notelab can use. */
export async function requireGit(git: GitEnvironment): Promise<void> {
  try {
    assertSupportedGit(await readGitVersion(git));
  } catch (error) {
    if (error instanceof UnsupportedGitError) throw new StartUpError(`${error.message}.`);
    if (error instanceof GitError) throw new StartUpError('git is not installed: Notelab needs it.');
    throw error;
  }
}
