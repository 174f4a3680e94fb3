import type { AutomaticExport, ExportPreview, ExportRun, ProjectExport, User } from '@notelab/contract';
import { branchUrl } from '@notelab/gitlab';
import { findWebUrl } from '../gitlab/web-url.ts';
import type { RepositoryRow } from '../repositories/repositories.ts';
import { type PreparedExport, pathIn } from './prepare-export.ts';
import type { ExportRow, ExportRunRow } from './store.ts';

export function presentExport({
  row,
  repository,
  automaticBy,
  runs,
}: {
  row: ExportRow | null;
  repository: RepositoryRow | null;
  automaticBy: User | null;
  runs: ExportRunRow[];
}): ProjectExport {
  return {
    settings: row && {
      repositoryId: row.repositoryId,
      branch: row.branch,
      path: row.path,
      formats: row.formats,
      outputs: row.outputs,
      automatic: row.automaticBy !== null,
    },
    target: row && repository && presentTarget(row, repository),
    automatic: row && presentAutomatic(row, automaticBy),
    runs: runs.map(presentRun),
  };
}

function presentTarget(
  { branch, path }: ExportRow,
  { instanceId, instanceUrl, path: repositoryPath, connected }: RepositoryRow,
): ProjectExport['target'] {
  const url = pathIn(branchUrl(instanceUrl, repositoryPath, branch), encodeURI(path));
  return { instanceId, repositoryPath, webUrl: findWebUrl(url), repositoryConnected: connected };
}

function presentAutomatic(row: ExportRow, by: User | null): AutomaticExport | null {
  const { automaticBy, dueAt, leaseUntil, problem } = row;
  if (automaticBy === null) return null;
  const isRunning = leaseUntil !== null && leaseUntil > new Date();
  const status = isRunning ? 'running' : problem ? (dueAt ? 'retrying' : 'stopped') : dueAt ? 'due' : 'idle';
  return {
    by: { id: automaticBy, name: by?.name ?? 'Somebody who is not here any more' },
    status,
    retryAt: status === 'retrying' ? dueAt!.toISOString() : null,
    problem,
  };
}

function presentRun({ projectId: _, at, byName, mergeRequest, ...run }: ExportRunRow): ExportRun {
  return { ...run, at: at.toISOString(), by: byName, mergeRequest: mergeRequest ?? null };
}

export function presentPreview(
  { remote, plan }: PreparedExport,
  { branch, path }: ExportRow,
  push: ExportPreview['push'],
): ExportPreview {
  return {
    branch,
    branchExists: remote.tip !== null || remote.isEmptyRepository,
    commit: remote.tip,
    push,
    files: plan.files.map((file) => ({
      ...file,
      path: pathIn(path, file.path),
      previousPath: file.previousPath === null ? null : pathIn(path, file.previousPath),
    })),
    unchangedCount: plan.unchangedCount,
  };
}
