import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePath, listIgnored, type RepositoryPlace } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { GitSessions } from './git-sessions.ts';

/**
 * Gives files of an `old` clone to the `new` one beside it that no recovery point holds: ignored ones, and new ones
 * that are too large. They are linked, not copied, so their size does not matter. In the jail, as an old clone may
 * be full of links that lead elsewhere.
 */
export async function carryUnkeptFiles(
  { sessions }: { sessions: GitSessions },
  folder: string,
  { leftOut, isDamaged }: { leftOut: string[]; isDamaged: boolean },
): Promise<void> {
  const [from, to] = [join(folder, 'old'), join(folder, 'new')];
  const git = sessions.inFolder(folder);
  const place: RepositoryPlace = { git, dir: isDamaged ? to : from };
  const ignored = await listIgnored(place, { workTree: isDamaged ? from : undefined });
  const paths = [...leftOut, ...ignored];
  // By which rules files are ignored in this clone alone.
  if (!isDamaged && (await isFile(join(from, '.git/info/exclude')))) paths.push('.git/info/exclude');
  if (paths.length === 0) return;
  const list = Buffer.concat(paths.flatMap((path) => [encodePath(path), Buffer.of(0)]));
  const link = ['cp', '--archive', '--link', '--no-clobber', '--parents', `--target-directory=${to}`, '--'];
  await sessions.runIn(folder, ['xargs', '--null', '--no-run-if-empty', ...link], { cwd: from, stdin: list });
  const missing: string[] = [];
  for (const path of paths) if (!(await lstat(inFolder(to, path)).catch(() => null))) missing.push(path);
  if (missing.length > 0)
    fail('git-failed', 'These ignored files could not be taken along. Nothing was changed.', {
      files: missing.slice(0, 200),
    });
}

const inFolder = (folder: string, path: string) =>
  Buffer.concat([Buffer.from(`${folder}/`), encodePath(path.replace(/\/$/, ''))]);

const isFile = async (path: string) => (await lstat(path).catch(() => null))?.isFile() ?? false;
