import { lstat } from 'node:fs/promises';
import { setImmediate as giveWay } from 'node:timers/promises';
import {
  type LargeFile,
  largeFileBytes,
  type NotebookWithOutputs,
  type SecretFinding,
} from '@notelab/contract';
import {
  type Blob,
  encodePath,
  findLfsTracked,
  type GitEnvironment,
  readBlob,
  readWorkingFile,
  type StatusEntry,
} from '@notelab/git';
import { NotebookFileError, stripOutputs } from '@notelab/notebook';
import { type FoundSecret, findSecrets } from './secret-rules.ts';

export interface Inspection {
  large: LargeFile[];
  notebooks: NotebookWithOutputs[];
  secrets: SecretFinding[];
  unsearchedCount: number;
}

const mostNamed = 200;
const mostTextBytes = 2 * 1024 * 1024;
const mostNotebookBytes = 16 * 1024 * 1024;
/** Comparing a notebook with the last commit's means reading both: done for as many as people look at. */
const mostNotebooksCompared = 30;
/** A dialog is being opened: what cannot be searched by then is counted, and said. */
const searchWithinMs = 2_000;

/** Waiting for the disk takes longer than looking. */
const atOnce = 32;
/** Larger ones are in memory one at a time. */
const heavyBytes = 1024 * 1024;

/** What was found in one file. */
interface Found {
  large?: LargeFile;
  notebook?: NotebookWithOutputs | null;
  secrets?: SecretFinding[];
  unsearched?: true;
}

/** Looks into changed files for what people regret to have committed. */
export async function inspectChanges(
  git: GitEnvironment,
  dir: string,
  changes: StatusEntry[],
): Promise<Inspection> {
  const until = Date.now() + searchWithinMs;
  const found: Found[] = [];
  let next = 0;
  let comparisons = mostNotebooksCompared;
  const inTurn = takeTurns();
  const work = async () => {
    while (next < changes.length) {
      const at = next++;
      const change = changes[at]!;
      const canCompare = change.path.endsWith('.ipynb') && change.kind === 'modified' && comparisons-- > 0;
      found[at] = await inspectFile(git, dir, change, { until, canCompare, inTurn });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const large = found.flatMap(({ large }) => large ?? []).slice(0, mostNamed);
  const paths = large.map(({ path }) => path);
  // What Git LFS keeps weighs nothing in the repository.
  const kept = new Set(await findLfsTracked(git, dir, paths));
  return {
    large: large.filter(({ path }) => !kept.has(path)),
    notebooks: found.flatMap(({ notebook }) => notebook ?? []).slice(0, mostNamed),
    secrets: found.flatMap(({ secrets }) => secrets ?? []).slice(0, mostNamed),
    unsearchedCount: found.filter(({ unsearched }) => unsearched).length,
  };
}

async function inspectFile(
  git: GitEnvironment,
  dir: string,
  change: StatusEntry,
  { inTurn, ...how }: { until: number; canCompare: boolean; inTurn: Turns },
): Promise<Found> {
  const { path, kind } = change;
  if (kind === 'deleted' || kind === 'conflicted' || path.endsWith('/') || change.submodule) return {};
  const sizeBytes = await sizeOf(dir, path);
  if (sizeBytes === null) return {};
  const isNotebook = path.endsWith('.ipynb');
  const large = sizeBytes > largeFileBytes ? { path, sizeBytes, untracked: kind === 'untracked' } : undefined;
  if (sizeBytes > (isNotebook ? mostNotebookBytes : mostTextBytes))
    return large ? { large } : { unsearched: true };
  const look = () => lookInto(git, dir, change, how);
  return { ...(large && { large }), ...(await (sizeBytes > heavyBytes ? inTurn(look) : look())) };
}

type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** Runs one piece of work after another. */
function takeTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}

async function lookInto(
  git: GitEnvironment,
  dir: string,
  change: StatusEntry,
  { until, canCompare }: { until: number; canCompare: boolean },
): Promise<Found> {
  const { path } = change;
  if (Date.now() > until) return { unsearched: true };
  const isNotebook = path.endsWith('.ipynb');
  const text = toText(await readWorkingFile(dir, path, mostNotebookBytes));
  if (text === null) return {};
  const last = isNotebook && canCompare ? await readLast(git, dir, change) : null;
  // The time may have passed while others were looked at.
  if (Date.now() > until) return { unsearched: true };
  const notebook = isNotebook ? inspectNotebook(path, text, last) : null;
  return { notebook, ...(await inspectText(git, dir, change, { text, until })) };
}

/** A quote inside a text is escaped, so this is a member's name wherever it stands. */
const outputType = /(?<!\\)"output_type"\s*:/g;

function inspectNotebook(path: string, text: string, last: string | null): NotebookWithOutputs | null {
  const outputCount = text.match(outputType)?.length ?? 0;
  if (outputCount === 0) return null;
  try {
    const stripped = stripOutputs(text);
    return { path, outputCount, onlyOutputs: last !== null && stripOutputs(last) === stripped };
  } catch (error) {
    // What is no notebook cannot be stripped.
    if (error instanceof NotebookFileError) return null;
    throw error;
  }
}

/** What was in the last commit already is no news. */
async function inspectText(
  git: GitEnvironment,
  dir: string,
  change: StatusEntry,
  { text, until }: { text: string; until: number },
): Promise<Pick<Found, 'secrets' | 'unsearched'>> {
  const { found, isWhole } = await searchInParts(text, until);
  const more = isWhole ? {} : { unsearched: true as const };
  if (found.length === 0) return { secrets: [], ...more };
  const last = await readLast(git, dir, change);
  const secrets = found
    .filter(({ secret, looksLike }) => !(last?.includes(secret) && looksLike !== 'a private key'))
    .map(({ line, looksLike, excerpt }) => ({ path: change.path, line, looksLike, excerpt }));
  return { secrets, ...more };
}

/** The whole server stands still while a part is searched. */
const partLength = 64 * 1024;
const mostPerFile = 20;

async function searchInParts(
  text: string,
  until: number,
): Promise<{ found: FoundSecret[]; isWhole: boolean }> {
  const found: FoundSecret[] = [];
  let linesBefore = 0;
  for (let start = 0; start < text.length && found.length < mostPerFile; ) {
    if (start > 0) await giveWay();
    if (Date.now() > until) return { found, isWhole: false };
    const newline = text.indexOf('\n', start + partLength);
    const end = newline < 0 ? text.length : newline + 1;
    const part = text.slice(start, end);
    found.push(...findSecrets(part).map((one) => ({ ...one, line: one.line + linesBefore })));
    linesBefore += part.split('\n').length - 1;
    start = end;
  }
  return { found: found.slice(0, mostPerFile), isWhole: true };
}

async function readLast(git: GitEnvironment, dir: string, { path, originalPath, kind }: StatusEntry) {
  if (kind === 'untracked') return null;
  return toText(await readBlob(git, dir, 'HEAD', originalPath ?? path, { maxBytes: mostNotebookBytes }));
}

function toText(blob: Blob): string | null {
  if (blob.kind !== 'bytes' || blob.bytes.subarray(0, 8000).includes(0)) return null;
  return blob.bytes.toString('utf8');
}

/** Null for what is no plain file. */
async function sizeOf(dir: string, path: string): Promise<number | null> {
  const full = Buffer.concat([Buffer.from(`${dir}/`), encodePath(path)]);
  const stats = await lstat(full).catch(() => null);
  return stats?.isFile() ? stats.size : null;
}
