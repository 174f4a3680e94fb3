import type { UnpushedWork } from '@notelab/contract';
import type { Loss } from '../theme/confirm-dialog.tsx';

/** What would be lost with a checkout's folder, kind by kind; nothing when all of it is on GitLab. */
export function lossesOf(folderName: string, work: UnpushedWork): Loss[] {
  if (work.unreadable) {
    const items = ['Git cannot read it, so nothing can be said about what is in it.'];
    return [{ title: `${folderName}: everything in it`, items }];
  }
  const losses: Loss[] = [];
  const add = (count: number, one: string, many: string, items: string[], typed: boolean) => {
    if (count === 0) return;
    const title = `${folderName}: ${count} ${count === 1 ? one : many}`;
    losses.push({ title, items, typed, ...(typed && { unnamed: count - items.length }) });
  };
  add(
    work.commitCount,
    'commit that is not on GitLab',
    'commits that are not on GitLab',
    work.commits.map(({ branch, oid, subject }) => `${branch} ${oid.slice(0, 8)} ${subject}`),
    true,
  );
  add(work.changedFileCount, 'changed file', 'changed files', work.changedFiles, true);
  add(work.untrackedFileCount, 'untracked file', 'untracked files', work.untrackedFiles, true);
  const ignored = ['Data, caches and other files git leaves out'];
  add(work.ignoredFileCount, 'ignored file', 'ignored files', ignored, false);
  add(work.stashCount, 'stash', 'stashes', ['Work put aside with git stash'], false);
  add(
    work.leftFileCount,
    'file left on a branch',
    'files left on branches',
    ['Changes kept for their branch'],
    false,
  );
  return losses;
}
