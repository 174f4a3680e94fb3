import type {
  AutomaticExport,
  ExportPreview,
  ExportRun,
  ProjectExport,
  User,
  UserId,
} from '@notelab/contract';
import { branchUrl } from '@notelab/gitlab';
import { findWebUrl } from '../gitlab/web-url.ts';
import type { RepositoryRow } from '../repositories/repositories.ts';
import { type PreparedExport, pathIn } from './prepare-export.ts';
import type { ExportRow, ExportRunRow } from './store.ts';

export function presentExport({
  row,
  repository,
  people,
  runs,
}: {
  row: ExportRow | null;
  repository: RepositoryRow | null;
  people: User[];
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
    automatic: row && presentAutomatic(row, people),
    leftAloneCount: row?.leftAlone ?? 0,
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

/** Who switched automatic exporting on. */
export function presentPerson(id: UserId, people: User[]): AutomaticExport['by'] {
  const name = people.find((one) => one.id === id)?.name;
  return { id, name: name ?? 'Somebody who is not here any more' };
}

function presentAutomatic(row: ExportRow, people: User[]): AutomaticExport | null {
  const { automaticBy, dueAt, leaseUntil, problem } = row;
  if (automaticBy === null) return null;
  const isRunning = leaseUntil !== null && leaseUntil > new Date();
  const status = isRunning ? 'running' : problem ? (dueAt ? 'retrying' : 'stopped') : dueAt ? 'due' : 'idle';
  return {
    by: presentPerson(automaticBy, people),
    status,
    retryAt: status === 'retrying' ? dueAt!.toISOString() : null,
    problem,
  };
}

function presentRun({ projectId: _, at, byName, mergeRequest, ...run }: ExportRunRow): ExportRun {
  return { ...run, at: at.toISOString(), by: byName, mergeRequest: mergeRequest ?? null };
}

export function presentPreview(
  { remote, plan }: Pick<PreparedExport, 'remote' | 'plan'>,
  { branch, path }: Pick<ExportRow, 'branch' | 'path'>,
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
