import type { Versions } from '../versions/versions.ts';
import type { ExportTarget } from './export-target.ts';

/** The state that was exported is a version in the history, and names its commit. */
export async function keepVersion(
  versions: Versions,
  { project }: Pick<ExportTarget, 'project'>,
  made: { commit: string; commitUrl: string | null; automatic: boolean },
): Promise<void> {
  const { commit, commitUrl, automatic } = made;
  const version = automatic
    ? // As a rule this export follows the very version that it is of.
      ((await versions.take(project.id, { kind: 'automatic' })) ??
      (await versions.list(project, null)).versions[0])
    : await versions.take(project.id, { kind: 'export', by: project.user });
  if (version && commitUrl) await versions.setCommit(version, { sha: commit, url: commitUrl });
}
