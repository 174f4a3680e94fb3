import type { MergeDecision } from '@notelab/contract';
import { mergeBlocks, type Notebook } from '@notelab/notebook';
import { fail } from '../../../problem.ts';
import type { AuthorizedNotebook } from '../authorized-notebook.ts';
import type { LiveNotebooksInside } from '../live-notebooks.ts';
import { listHashes } from '../outputs/large-outputs.ts';
import { type KeptMerge, pack, unpackMerge, unpackStep } from './known-step.ts';
import { changeSince, readLiveState } from './live-states.ts';
import { refuseTooMany } from './refuse-too-many.ts';
import type { ReadFile, SourceFiles } from './source-file.ts';
import type { Sources } from './sources.ts';
import type { SourceRow } from './store.ts';
import type { MergeResult, ReadNotebook } from './work/notebook-work.ts';
import type { WorkAside } from './work/work-aside.ts';

export interface MergeDependencies {
  live: LiveNotebooksInside;
  sources: Sources;
  files: SourceFiles;
  work: WorkAside;
}

/** Brings what changed in the file into the notebook, or says what has to be decided before. */
export async function mergeSource(
  { live, sources, files, work }: MergeDependencies,
  { id }: AuthorizedNotebook,
  decided: MergeDecision,
): Promise<MergeResult> {
  const row = await sources.get(id);
  const { file, part } = await readPart(files, row);
  const before = await readLiveState(live, id);
  const step = await unpackStep(row.inStep);
  const result = await work.run('merge', file.size, {
    inStep: step,
    ours: before.notebook,
    file: part.notebook,
    ...decided,
  });
  if (result.kind === 'conflicts') return result;
  refuseTooMany(result.notebook);

  // Before the notebook changes: whatever happens next, what it said is kept.
  const merge = { before: before.notebook, after: result.notebook, stepBefore: step, mergedEtag: file.etag };
  const kept = result.changedBlocks > 0 ? await keepMerge(sources, row, merge) : {};
  await storeOutputs(live, id, [before.notebook, result.notebook], part.outputs);
  await changeSince(live, id, before, result.notebook);
  await sources.setInStep(
    { ...row, ...kept, fileEtag: file.etag, fileStamp: file.stamp, fileNotebookId: part.fileNotebookId },
    { ...result.theirs, fileIds: part.fileIds },
  );
  return result;
}

/** Takes back what the last merge changed; where it was edited since, the edit stays. */
export async function undoMerge(
  { live, sources }: Pick<MergeDependencies, 'live' | 'sources'>,
  { id }: AuthorizedNotebook,
): Promise<void> {
  const row = await sources.get(id);
  if (!row.keptMerge) fail('not-found', 'There is no merge that could be taken back.');
  const merge = await unpackMerge(row.keptMerge);
  const now = await readLiveState(live, id);
  const back = mergeBlocks(merge.after, now.notebook, merge.before);
  const ours = Object.fromEntries(back.conflicts.map(({ key }) => [key, 'ours' as const]));
  await changeSince(live, id, now, back.write(ours));
  const undone = { ...row, keptMerge: null, mergedAt: null };
  // Where the notebook was written to the file since, the two are in step as of then.
  if (row.fileEtag !== merge.mergedEtag) await sources.change(id, undone);
  else
    await sources.setInStep(
      { ...undone, fileEtag: merge.etagBefore, fileStamp: merge.stampBefore },
      merge.stepBefore,
    );
}

async function keepMerge(
  sources: Sources,
  row: SourceRow,
  kept: Pick<KeptMerge, 'before' | 'after' | 'stepBefore' | 'mergedEtag'>,
): Promise<Partial<SourceRow>> {
  const keptMerge = await pack({ ...kept, etagBefore: row.fileEtag, stampBefore: row.fileStamp });
  const values = { keptMerge, mergedAt: new Date() };
  await sources.change(row.notebookId, values);
  return values;
}

async function readPart(files: SourceFiles, row: SourceRow): Promise<{ file: ReadFile; part: ReadNotebook }> {
  const found = await files.readSource(row);
  if (found.kind === 'gone')
    fail(
      'file-not-found',
      found.problem ?? `There is no file “${row.path}” now. It may be on another branch.`,
    );
  if (found.kind === 'broken') fail('notebook-file-invalid', found.problem);
  return found;
}

/** Large outputs that come from the file are kept beside the document, as all are. */
async function storeOutputs(
  live: LiveNotebooksInside,
  id: AuthorizedNotebook['id'],
  [before, merged]: [Notebook, Notebook],
  outputs: Map<string, Uint8Array>,
): Promise<void> {
  const there = listHashes(before);
  for (const hash of listHashes(merged)) {
    const bytes = outputs.get(hash);
    if (bytes && !there.has(hash)) await live.outputs.putTaken(id, hash, bytes);
  }
}
