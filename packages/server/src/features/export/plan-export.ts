import type { ExportFile } from '@notelab/contract';
import type { FolderEntry } from '@notelab/git';
import { nameFiles } from './name-files.ts';
import { keyOf, type RenderedFile, type WrittenFile } from './written-file.ts';

/** Names a file and the very state of it that may be overwritten. */
export interface Overwrite {
  fileName: string;
  there: string | null;
}

export interface ExportPlan {
  /** What is written under which name. */
  writes: { fileName: string; file: RenderedFile; mode: '100644' | '100755' }[];
  deletes: string[];
  /** Every file that is changed, or is left alone for a reason; `path` is the name of the file. */
  files: ExportFile[];
  unchangedCount: number;
  /** What Notelab has written there once the plan is carried out. */
  written: WrittenFile[];
}

export interface ExportSituation {
  rendered: readonly RenderedFile[];
  written: readonly WrittenFile[];
  /** What is in the folder on GitLab. */
  entries: ReadonlyMap<string, FolderEntry>;
  overwrite: readonly Overwrite[];
}

/** How many files are left alone, because somebody changed or deleted them on GitLab. */
export const countLeftAlone = ({ files }: Pick<ExportPlan, 'files'>): number =>
  files.filter(({ change }) => change === 'changed-there' || change === 'deleted-there').length;

type Standing =
  /** as Notelab wrote it, or as somebody may overwrite it */
  { kind: 'ours'; entry: FolderEntry | null } | { kind: 'changed' | 'deleted'; there: string | null };

/**
 * What an export does, file by file. Files that Notelab did not write are never touched; those that it wrote only
 * while they are as it wrote them, or somebody said that they may be overwritten.
 */
export function planExport(situation: ExportSituation): ExportPlan {
  const { rendered, entries } = situation;
  const written = followRenames(situation);
  const before = new Map(written.map((file) => [keyOf(file), file]));
  const standings = new Map(written.map((file) => [keyOf(file), standingOf(file, situation)]));
  const names = nameFiles({
    rendered,
    before,
    entries,
    isOurs: (key) => standings.get(key)?.kind === 'ours',
  });

  const plan: ExportPlan = { writes: [], deletes: [], files: [], unchangedCount: 0, written: [] };
  for (const file of rendered) {
    const key = keyOf(file);
    planFile(plan, { file, was: before.get(key), standing: standings.get(key), fileName: names.get(key)! });
  }
  const wanted = new Set(rendered.map(keyOf));
  for (const was of written) {
    const standing = standings.get(keyOf(was));
    if (!wanted.has(keyOf(was)) && standing) planRemoval(plan, was, standing);
  }
  const isWritten = new Set(plan.writes.map(({ fileName }) => fileName));
  plan.deletes = plan.deletes.filter((fileName) => !isWritten.has(fileName));
  return plan;
}

/** A file that somebody renamed on GitLab, and changed nothing else in, keeps the name they gave it. */
function followRenames({ written, entries }: ExportSituation): WrittenFile[] {
  const known = new Set(written.map(({ fileName }) => fileName));
  const unknown = new Map<string, string[]>();
  for (const [name, { kind, oid }] of entries)
    if (kind === 'file' && !known.has(name)) unknown.set(oid, [...(unknown.get(oid) ?? []), name]);
  return written.map((file) => {
    if (entries.has(file.fileName) || file.oid === null) return file;
    const found = (unknown.get(file.oid) ?? []).filter((name) => name.endsWith(`.${file.format}`));
    return found.length === 1 ? { ...file, fileName: found[0]! } : file;
  });
}

/** Undefined: something that is no file stands there, and the file of ours is gone for good. */
function standingOf(
  file: WrittenFile,
  { rendered, entries, overwrite }: ExportSituation,
): Standing | undefined {
  const entry = entries.get(file.fileName) ?? null;
  if (entry && entry.kind !== 'file') return undefined;
  const there = entry?.oid ?? null;
  if (there !== null && there === file.oid) return { kind: 'ours', entry };
  // Somebody else came to the same: nothing of theirs is lost.
  const now = rendered.find((other) => keyOf(other) === keyOf(file));
  if (there !== null && there === now?.oid) return { kind: 'ours', entry };
  if (overwrite.some((one) => one.fileName === file.fileName && one.there === there))
    return { kind: 'ours', entry };
  return { kind: there === null ? 'deleted' : 'changed', there };
}

function planFile(
  plan: ExportPlan,
  step: {
    file: RenderedFile;
    was: WrittenFile | undefined;
    standing: Standing | undefined;
    fileName: string;
  },
): void {
  const { file, was, standing, fileName } = step;
  const { notebookId, notebookName, format, oid } = file;
  const shown = { path: fileName, previousPath: null, notebookId, notebookName, format };
  const ours: WrittenFile = { notebookId, notebookName, format, fileName, oid };
  if (was && standing && standing.kind !== 'ours') {
    const change = standing.kind === 'changed' ? 'changed-there' : 'deleted-there';
    const changedHere = oid !== was.oid || notebookName !== was.notebookName;
    plan.files.push({ ...shown, path: was.fileName, change, changedHere, there: standing.there });
    plan.written.push(was);
    return;
  }
  plan.written.push(ours);
  const entry = (was && standing?.kind === 'ours' && standing.entry) || null;
  const there = entry?.oid ?? null;
  if (entry && was!.fileName === fileName && there === oid) {
    plan.unchangedCount += 1;
    return;
  }
  const isRenamed = entry !== null && was!.fileName !== fileName;
  if (isRenamed) plan.deletes.push(was!.fileName);
  plan.writes.push({ fileName, file, mode: entry?.mode === '100755' ? '100755' : '100644' });
  plan.files.push({
    ...shown,
    previousPath: isRenamed ? was!.fileName : null,
    change: isRenamed ? 'renamed' : entry ? 'changed' : 'added',
    changedHere: true,
    there,
  });
}

/** The notebook is gone, or not exported in this format any more. */
function planRemoval(plan: ExportPlan, was: WrittenFile, standing: Standing): void {
  const { notebookName, format, fileName } = was;
  const shown = { path: fileName, previousPath: null, notebookId: null, notebookName, format };
  if (standing.kind === 'changed') {
    plan.written.push(was);
    plan.files.push({ ...shown, change: 'changed-there', changedHere: true, there: standing.there });
  } else if (standing.kind === 'ours' && standing.entry) {
    plan.deletes.push(fileName);
    plan.files.push({ ...shown, change: 'deleted', changedHere: true, there: standing.entry.oid });
  }
}
