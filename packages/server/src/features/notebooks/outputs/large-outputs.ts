import { createHash } from 'node:crypto';
import { StoredOutput } from '@notelab/contract';
import type { Block, Json, JsonRecord, Notebook } from '@notelab/notebook';

/** An output of more than this as JSON is no part of the document. */
const largeBytes = 16 * 1024;

/**
 * Takes a large output out of the document.
 * @returns what stands in its place, and the JSON that it refers to; null for an output that stays
 */
export function separateOutput(
  output: Json,
): { reference: StoredOutput & JsonRecord; hash: string; bytes: Uint8Array } | null {
  if (!isRecord(output) || !isExactInJson(output)) return null;
  const bytes = new TextEncoder().encode(JSON.stringify(output));
  if (bytes.length <= largeBytes) return null;
  const hash = createHash('sha256').update(bytes).digest('hex');
  const { output_type, data, metadata } = output;
  const mimeTypes = isRecord(data) ? Object.keys(data) : [];
  const reference = {
    output_type: typeof output_type === 'string' ? output_type : '',
    // What the page must know before it has the rest; metadata can be large, too.
    ...(isRecord(metadata) && JSON.stringify(metadata).length < 1024 && { metadata }),
    notelab_output: { hash, bytes: bytes.length, mimeTypes },
  };
  return { reference, hash, bytes };
}

/** A notebook without its large outputs, and these. Whatever looks like a reference in it, and is none, is not taken for one. */
export function separateOutputs(notebook: Notebook): {
  notebook: Notebook;
  outputs: Map<string, Uint8Array>;
} {
  const outputs = new Map<string, Uint8Array>();
  const separate = (output: Json): Json => {
    const own = isRecord(output) && 'notelab_output' in output ? withoutReference(output) : output;
    const separated = separateOutput(own);
    if (!separated) return own;
    outputs.set(separated.hash, separated.bytes);
    return separated.reference;
  };
  return { notebook: mapOutputs(notebook, separate), outputs };
}

/** Puts large outputs back into their places. @param read the JSON of a hash; null when there is none */
export function joinOutputs(notebook: Notebook, read: (hash: string) => Uint8Array | undefined): Notebook {
  return mapOutputs(notebook, (output) => {
    const hash = hashOf(output);
    if (hash === null) return output;
    const bytes = read(hash);
    return bytes ? (JSON.parse(new TextDecoder().decode(bytes)) as Json) : lostOutput;
  });
}

/** The hashes of all large outputs that a notebook refers to. */
export function listHashes(notebook: Notebook): Set<string> {
  const hashes = notebook.blocks.flatMap(({ outputs }) => (outputs ?? []).map(hashOf));
  return new Set(hashes.filter((hash) => hash !== null));
}

const lostOutput: Json = {
  output_type: 'display_data',
  data: { 'text/plain': 'This output is not here any more.' },
  metadata: {},
};

function hashOf(output: Json): string | null {
  return StoredOutput.safeParse(output).data?.notelab_output.hash ?? null;
}

function withoutReference({ notelab_output: _, ...output }: JsonRecord): JsonRecord {
  return output;
}

function mapOutputs(notebook: Notebook, change: (output: Json) => Json): Notebook {
  const mapBlock = (block: Block): Block =>
    block.outputs ? { ...block, outputs: block.outputs.map(change) } : block;
  return { ...notebook, blocks: notebook.blocks.map(mapBlock) };
}

/** Python writes NaN and Infinity, which JSON has no words for: such outputs stay where they are. */
function isExactInJson(value: Json | undefined): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isExactInJson);
  return !isRecord(value) || Object.values(value).every(isExactInJson);
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
