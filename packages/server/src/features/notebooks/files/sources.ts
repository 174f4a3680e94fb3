import type { NotebookId, NotebookSource } from '@notelab/contract';
import { compareNotebooks, type Notebook } from '@notelab/notebook';
import type { Sql } from '../../../database/database.ts';
import { fail } from '../../../problem.ts';
import type { Projects } from '../../projects/projects.ts';
import { findStamp } from '../../projects/whole-files.ts';
import type { LiveNotebooksInside } from '../live-notebooks.ts';
import { type KnownStep, pack, unpackStep } from './known-step.ts';
import { readReferences } from './live-states.ts';
import type { SourceFiles } from './source-file.ts';
import type { SourceRow, SourceStore } from './store.ts';
import type { WorkAside } from './work/work-aside.ts';

interface Seen {
  /** Of the notebook's and the file's last change. */
  changedAtMs: number;
  stamp: string | null;
  source: NotebookSource;
}

export type Sources = ReturnType<typeof createSources>;

/** Which file a notebook belongs to, and whether both still say the same. */
export function createSources({
  store,
  files,
  live,
  projects,
  work,
}: {
  store: SourceStore;
  files: SourceFiles;
  live: LiveNotebooksInside;
  projects: Projects;
  work: WorkAside;
}) {
  const seen = new Map<NotebookId, Seen>();
  /** The stamps of files that somebody was told about, or is about to be. */
  const told = new Map<NotebookId, string | null>();

  /** Compares now, whatever was seen before. */
  async function compare(row: SourceRow, stamp: string | null): Promise<NotebookSource> {
    const step = await unpackStep(row.inStep);
    const ours = await readReferences(live, row.notebookId);
    const notebook = compareNotebooks(step.notebook, ours, { outputs: row.outputs });
    const file = await lookAtFile(row, step, stamp);
    const isChanged = 'isChanged' in file && file.isChanged;
    const state =
      'problem' in file
        ? file.state
        : notebook.isChanged
          ? isChanged
            ? ('both-changed' as const)
            : ('notebook-changed' as const)
          : isChanged
            ? ('file-changed' as const)
            : ('in-step' as const);
    return {
      notebookId: row.notebookId,
      path: row.path,
      format: row.format,
      outputs: row.outputs,
      state,
      changedBlocks: { notebook: notebook.blocks, file: 'blocks' in file ? file.blocks : 0 },
      problem: 'problem' in file ? file.problem : null,
      inStepAt: row.inStepAt.toISOString(),
      mergedAt: row.mergedAt?.toISOString() ?? null,
    };
  }

  async function lookAtFile(row: SourceRow, step: KnownStep, stamp: string | null) {
    if (stamp === row.fileStamp) return { isChanged: false, blocks: 0 };
    if (stamp === null) return { state: 'file-gone' as const, problem: null };
    const found = await files.readSource(row);
    if (found.kind !== 'read') return { state: `file-${found.kind}` as const, problem: found.problem };
    const { etag, size } = found.file;
    if (etag === row.fileEtag) {
      await store.change(row.notebookId, { fileStamp: found.file.stamp });
      return { isChanged: false, blocks: 0 };
    }
    return work.run('compareFile', size, { inStep: step, file: found.part.notebook });
  }

  async function describe(row: SourceRow, changedAtMs: number): Promise<NotebookSource> {
    const stamp = await findStamp(projects.filesOf(row.projectId), row.path);
    // Before the file is looked into: what changes from now on is to be told.
    told.set(row.notebookId, stamp);
    const before = seen.get(row.notebookId);
    if (before && before.changedAtMs === changedAtMs && before.stamp === stamp) return before.source;
    const source = await compare(row, stamp);
    seen.set(row.notebookId, { changedAtMs, stamp, source });
    return source;
  }

  async function get(id: NotebookId): Promise<SourceRow> {
    return (await store.find(id)) ?? fail('not-found', 'This notebook belongs to no file.');
  }

  /** As it is this moment, for who has just done something. */
  async function describeNow(id: NotebookId): Promise<NotebookSource> {
    seen.delete(id);
    const { updatedAt } = await live.get(id);
    return describe(await get(id), updatedAt.getTime());
  }

  return {
    get,
    find: store.find,
    describeNow,

    async list(projectId: SourceRow['projectId']): Promise<NotebookSource[]> {
      const described: NotebookSource[] = [];
      for (const { source, changedAt } of await store.list(projectId))
        described.push(await describe(source, changedAt.getTime()));
      return described;
    },

    async findDescribed(id: NotebookId): Promise<NotebookSource | null> {
      const row = await store.find(id);
      return row && describe(row, (await live.get(id)).updatedAt.getTime());
    },

    /** From now on the notebook and its file are taken to say the same. */
    async setInStep(
      row: Omit<SourceRow, 'inStep' | 'inStepAt'>,
      step: KnownStep,
      within?: Sql,
    ): Promise<void> {
      await store.put({ ...row, inStep: await pack(step), inStepAt: new Date() }, within);
      seen.delete(row.notebookId);
    },

    async change(id: NotebookId, values: Partial<SourceRow>): Promise<void> {
      await store.change(id, values);
      seen.delete(id);
    },

    async forget(id: NotebookId): Promise<void> {
      await store.remove(id);
      seen.delete(id);
      told.delete(id);
    },

    /** Sources that somebody was told about, of which the file has another stamp by now. */
    async listOutdated(projectId: SourceRow['projectId']): Promise<NotebookId[]> {
      const outdated: NotebookId[] = [];
      const root = projects.filesOf(projectId);
      for (const { notebookId, path } of await store.listFiles(projectId)) {
        const stamp = told.get(notebookId);
        if (stamp !== undefined && (await findStamp(root, path)) !== stamp) outdated.push(notebookId);
      }
      return outdated;
    },
  };
}

/** Whether anything in a notebook is left of a run. */
export const hasRuns = ({ blocks }: Notebook): boolean =>
  blocks.some(
    ({ outputs, executionCount, executionStartedAt }) =>
      (outputs !== undefined && outputs.length > 0) ||
      typeof executionCount === 'number' ||
      executionStartedAt !== undefined,
  );
