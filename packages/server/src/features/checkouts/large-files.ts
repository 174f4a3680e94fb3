import type { LargeFiles, Outcome } from '@notelab/contract';
import {
  fetchLfs,
  findLfsTracked,
  type GitEnvironment,
  GitError,
  listLfsFiles,
  listLfsUploads,
  uploadLfs,
} from '@notelab/git';
import { fail } from '../../problem.ts';
import { isLfsInstalled } from '../jails/lfs-config.ts';
import type { Job } from '../operations/operations.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { reportProgress } from './report-progress.ts';

/** What Git LFS keeps for a checkout, and what of it is here. */
export async function readLargeFiles(
  sessions: GitSessions,
  checkout: AuthorizedCheckout,
): Promise<LargeFiles> {
  const { files, total } = await listLfsFiles(sessions.local(checkout), checkout.dir);
  const listed = files.map(({ path, sizeBytes, fetched }) => ({ path, sizeBytes, fetched }));
  return { installed: isLfsInstalled(), files: listed, total };
}

/** Without git-lfs on the server nothing of it can be done; says who can help. */
export function requireLfs(): void {
  if (isLfsInstalled()) return;
  fail(
    'lfs-not-installed',
    'Git LFS (git-lfs) is not installed on the Notelab server. Whoever operates it can install it.',
  );
}

/** Without git-lfs git would commit large files themselves where their pointers belong. */
export async function refuseWithoutLfs(git: GitEnvironment, dir: string, paths: string[]): Promise<void> {
  if (isLfsInstalled()) return;
  const files = await findLfsTracked(git, dir, paths);
  if (files.length === 0) return;
  fail(
    'lfs-not-installed',
    'Git LFS is to keep some of these files, and it (git-lfs) is not installed on the Notelab server. Nothing was committed.',
    { files: files.slice(0, 200) },
  );
}

/**
 * Brings the large files of the current commit, or one of them, and puts them where their pointers are.
 * @param path null: all of them
 */
export async function fetchLargeFiles(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  path: string | null,
  job: Job,
): Promise<Outcome> {
  const { dir } = checkout;
  const local = sessions.local(checkout);
  const missing = async () =>
    (await listLfsFiles(local, dir)).files.filter(
      (file) => !file.fetched && (path === null || file.path === path),
    );
  const before = await missing();
  if (before.length > 0) {
    job.report({ phase: 'Asking GitLab for large files', fraction: null });
    await sessions.asUser({ checkout, access: 'read' }, ({ git }) =>
      fetchLfs(git, dir, {
        path: path ?? undefined,
        signal: job.signal,
        onProgress: reportProgress(job),
      }).catch((error) => {
        // What is there was fetched all the same; what is not is told below.
        if (!isAboutMissingObjects(error)) throw error;
      }),
    );
  }
  const left = new Set((await missing()).map((file) => file.path));
  const fetched = before.filter((file) => !left.has(file.path));
  if (left.size > 0 && fetched.length === 0)
    fail(
      'gitlab-not-found',
      'GitLab does not have these large files. Whoever committed them can push them.',
      {
        files: [...left].slice(0, 200),
      },
    );
  const sizeBytes = fetched.reduce((sum, file) => sum + file.sizeBytes, 0);
  return { kind: 'large-files-fetched', fileCount: fetched.length, sizeBytes };
}

/**
 * Uploads the large files that a commit and those before it name and GitLab may not have, as `git lfs pre-push` would:
 * GitLab refuses a push of pointers that point to nothing. The pass is for exactly these files.
 */
export async function uploadLargeFiles(
  { sessions }: { sessions: GitSessions },
  checkout: AuthorizedCheckout,
  commit: string,
  job: Job,
): Promise<void> {
  const { dir } = checkout;
  const { signal } = job;
  const uploads = await listLfsUploads(sessions.local(checkout), dir, commit, { signal });
  if (uploads.length === 0) return;
  requireLfs();
  job.report({ phase: 'Uploading large files', fraction: null });
  const oids = uploads.map(({ oid }) => oid);
  await sessions.asUser({ checkout, access: { upload: { oids: new Set(oids) } } }, ({ git, url }) =>
    uploadLfs(git, dir, oids, { url, signal, onProgress: reportProgress(job, { from: 0, to: 0.8 }) }).catch(
      (error) => {
        if (!(error instanceof GitError) || error.code !== 'git-failed') throw error;
        const words = 'GitLab did not take the large files that the commits name. Your commit is kept here.';
        fail('push-refused', words, { raw: error.stderr || undefined });
      },
    ),
  );
}

const isAboutMissingObjects = (error: unknown) =>
  error instanceof GitError && /remote missing object|does not exist on the server/i.test(error.stderr);
