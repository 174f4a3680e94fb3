import { promisify } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import type { InStep, Notebook } from '@notelab/notebook';

/** What a notebook and its file said when they were in step. Large outputs are references, as in the document. */
export interface KnownStep extends InStep {
  /** The ids that the file's blocks have when it is read. */
  fileIds: string[];
}

/** What undoing a merge needs. */
export interface KeptMerge {
  before: Notebook;
  after: Notebook;
  /** When both were in step last before the merge, and which content of the file was merged. */
  stepBefore: KnownStep;
  etagBefore: string;
  stampBefore: string;
  mergedEtag: string;
}

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** For the database. Not as JSON, which has no word for the NaN and Infinity of Python. */
export async function pack(value: KnownStep | KeptMerge): Promise<Uint8Array> {
  return compress(serialize(value));
}

export async function unpackStep(bytes: Uint8Array): Promise<KnownStep> {
  return deserialize(await decompress(bytes)) as KnownStep;
}

export async function unpackMerge(bytes: Uint8Array): Promise<KeptMerge> {
  return deserialize(await decompress(bytes)) as KeptMerge;
}

/** The ids of blocks that are others in the file than in the notebook. */
export function fileIdsOf({ file, fileIds }: KnownStep): Map<string, string> {
  return new Map(file.blocks.map(({ id }, index) => [id, fileIds[index] ?? id]));
}
