import type { JsonRecord } from '@notelab/notebook';
import { type LiveBlock, liveBlocks, outputsOf } from '@notelab/notebook/live';
import * as Y from 'yjs';
import type { OutputCollector, OutputItem, ResultItem, StreamItem } from './collect-outputs.ts';

/** Keeps a large output outside of the document. @returns what stands in its place */
export type StoreOutput = (output: JsonRecord) => Promise<JsonRecord>;

type LiveOutputs = NonNullable<ReturnType<typeof outputsOf>>;

/** As long as what is printed can still be read along. */
const writeEveryMs = 50;
/** Once it is folded, each time the whole end is written anew. */
const writeFoldedEveryMs = 1_000;
/** From here on an output is kept outside of the document. */
const storedFromBytes = 16_000;

/** Writes what a collector has into a block of a live document, a little while after each change. */
export function createOutputWriter({
  doc,
  blockId,
  collector,
  store,
  onFailed,
}: {
  doc: Y.Doc;
  blockId: string;
  collector: OutputCollector;
  store: StoreOutput;
  onFailed(error: unknown): void;
}) {
  /** What stands in the document for each item. */
  const written = new Map<OutputItem, JsonRecord | Y.Map<unknown>>();
  let clearings = collector.clearings();
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  const findBlock = (): LiveBlock | undefined => liveBlocks(doc).get(blockId);

  async function write(): Promise<void> {
    const values = new Map<ResultItem, JsonRecord>();
    for (const item of collector.items()) {
      if (item.kind !== 'result' || !item.output) continue;
      const { output, bytes } = item;
      values.set(item, bytes > storedFromBytes ? await store(output) : output);
      // Replaced meanwhile: the new one is written next.
      if (item.output === output) item.output = null;
    }
    doc.transact(() => {
      const block = findBlock();
      if (block) put(toOutputs(block), values);
    });
  }

  function put(outputs: LiveOutputs, values: Map<ResultItem, JsonRecord>): void {
    if (collector.clearings() !== clearings) {
      clearings = collector.clearings();
      outputs.delete(0, outputs.length);
      written.clear();
    }
    for (const item of collector.items()) {
      if (item.kind === 'stream') {
        if (item.changed) putStream(outputs, item);
        continue;
      }
      const value = values.get(item);
      if (value) replace(outputs, item, value);
    }
  }

  function putStream(outputs: LiveOutputs, item: StreamItem): void {
    item.changed = false;
    const map = written.get(item);
    const text = item.live.toString();
    if (map instanceof Y.Map && outputs.toArray().includes(map)) changeEnd(map.get('text') as Y.Text, text);
    else replace(outputs, item, toLiveStream(item.name, text));
  }

  /** Puts an output where the item stands, or behind all. */
  function replace(outputs: LiveOutputs, item: OutputItem, value: JsonRecord | Y.Map<unknown>): void {
    const before = written.get(item);
    const at = before ? outputs.toArray().indexOf(before) : -1;
    if (at >= 0) outputs.delete(at, 1);
    outputs.insert(at >= 0 ? at : outputs.length, [value]);
    written.set(item, value);
  }

  function toOutputs(block: LiveBlock): LiveOutputs {
    const present = outputsOf(block);
    if (present) return present;
    block.set('outputs', new Y.Array());
    return outputsOf(block)!;
  }

  function writeNow(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    writing = writing.then(write).catch(onFailed);
    return writing;
  }

  return {
    /** The collector has heard something. */
    noteChange(): void {
      const last = collector.items().at(-1);
      const isFolded = last?.kind === 'stream' && last.live.isFolded();
      timer ??= setTimeout(() => void writeNow(), isFolded ? writeFoldedEveryMs : writeEveryMs);
    },

    writeNow,

    /** The run has ended: all is written, and what was printed at length is kept outside of the document. */
    async finish(): Promise<void> {
      await writeNow();
      for (const item of collector.items()) {
        if (item.kind !== 'stream') continue;
        const text = item.full.toString();
        if (text.length <= storedFromBytes) continue;
        const value = await store({ output_type: 'stream', name: item.name, text }).catch(onFailed);
        const block = findBlock();
        if (value && block && !item.changed) doc.transact(() => replace(toOutputs(block), item, value));
      }
      await writeNow();
      collector.letGo();
    },
  };
}

function toLiveStream(name: string, text: string): Y.Map<unknown> {
  return new Y.Map<unknown>([
    ['output_type', 'stream'],
    ['name', name],
    ['text', new Y.Text(text)],
  ]);
}

/** Makes a text say something else, changing only what comes after their common beginning. */
function changeEnd(live: Y.Text, text: string): void {
  const before = live.toString();
  let same = 0;
  const shorter = Math.min(before.length, text.length);
  while (same < shorter && before.charCodeAt(same) === text.charCodeAt(same)) same++;
  // Not in the middle of a letter that has two halves.
  if (same > 0 && /[\ud800-\udbff]/.test(text.charAt(same - 1))) same--;
  if (same < before.length) live.delete(same, before.length - same);
  if (same < text.length) live.insert(same, text.slice(same));
}
