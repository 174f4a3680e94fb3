import type { Outcome } from '@notelab/contract';
import { fetchRemote } from '@notelab/git';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions, UserGit } from './git-sessions.ts';
import { reportProgress } from './report-progress.ts';

/** Asks GitLab what is new; touches no local branch and no file. */
export async function fetchCheckout(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  job: Job,
): Promise<Outcome> {
  await sessions.asUser({ checkout, access: 'read' }, (as) => fetchAs(as, checkout, job));
  return { kind: 'fetched' };
}

/** The fetch that pull and push begin with. The address is the repository's own, whatever `.git/config` says. */
export async function fetchAs({ git, url }: UserGit, checkout: AuthorizedCheckout, job: Job): Promise<void> {
  await fetchRemote(git, checkout.dir, { url, signal: job.signal, onProgress: reportProgress(job) });
}
