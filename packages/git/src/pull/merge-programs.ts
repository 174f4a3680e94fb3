import type { GitEnvironment } from '../process/git-environment.ts';
import { splitNull } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';

/**
 * Merges the lines of text files as git does, and leaves notebooks as they are on our side, in conflict: they are
 * merged by cells afterwards, and no conflict marker ever stands in one. Binary files are left the same way.
 */
const ownDriver = [
  'case %P in *.ipynb) exit 1;; esac',
  'git merge-file --quiet --marker-size=%L -L ours -L base -L theirs %A %O %B || exit 1',
].join('; ');

const ownName = 'notelab';

/** Settings of the repository by which a merge would run, remember or put aside more than we say. */
const plainMerging: [string, string][] = [
  [`merge.${ownName}.driver`, ownDriver],
  ['merge.default', ownName],
  ['merge.autoStash', 'false'],
  ['merge.directoryRenames', 'false'],
  ['merge.renormalize', 'false'],
  ['merge.conflictStyle', 'merge'],
  ['rebase.autoStash', 'false'],
  ['rebase.autoSquash', 'false'],
  ['rebase.updateRefs', 'false'],
  ['rebase.missingCommitsCheck', 'ignore'],
  ['rerere.enabled', 'false'],
  ['commit.template', ''],
  ['commit.cleanup', 'strip'],
  ['core.commentChar', '#'],
];

/**
 * An environment for commands that merge: none of the merge drivers that `.git/config` names runs, neither do
 * options that it adds to the merges of a branch, nor what was remembered of earlier conflicts.
 */
export async function withOwnMerging(
  git: GitEnvironment,
  dir: string,
  branch: string | null,
): Promise<GitEnvironment> {
  const drivers = new Set([...(await listDrivers(git, dir)), ...(await findNotebookDriver(git, dir))]);
  return {
    ...git,
    config: [
      ...git.config,
      ...plainMerging,
      ...[...drivers].map((name): [string, string] => [`merge.${name}.driver`, ownDriver]),
      ...(branch === null ? [] : [[`branch.${branch}.mergeOptions`, ''] as [string, string]]),
    ],
  };
}

async function listDrivers(git: GitEnvironment, dir: string): Promise<string[]> {
  const args = ['config', '--null', '--name-only', '--get-regexp', String.raw`^merge\..*\.driver$`];
  const { stdout } = await runGit(git, dir, args, { okExitCodes: [0, 1], readOnly: true });
  return splitNull(stdout).map((key) => key.slice('merge.'.length, -'.driver'.length));
}

/** `.gitattributes` may name a driver that nobody configured here: git would then merge notebooks as text. */
async function findNotebookDriver(git: GitEnvironment, dir: string): Promise<string[]> {
  const { stdout } = await runGit(git, dir, ['check-attr', '-z', 'merge', '--', 'notebook.ipynb'], {
    readOnly: true,
  });
  const [, , value = 'unspecified'] = splitNull(stdout);
  return ['unspecified', 'set', 'unset'].includes(value) ? [] : [value];
}
