import { isDeeperThan, isRecord, type Json, type JsonRecord } from '@notelab/notebook';
import type { KernelMessage } from '../jupyter/messages.ts';
import { FoldedText } from './folded-text.ts';

export interface StreamItem {
  kind: 'stream';
  name: 'stdout' | 'stderr';
  /** What people see while it grows. */
  live: FoldedText;
  /** What is kept in the end. */
  full: FoldedText;
  changed: boolean;
  /** Whether what is printed next is added to it. */
  isOpen: boolean;
}

export interface ResultItem {
  kind: 'result';
  /** Null once it is written down. */
  output: JsonRecord | null;
  bytes: number;
  /** By which the kernel may replace it later. */
  displayId: string | null;
}

export type OutputItem = StreamItem | ResultItem;

export interface OutputLimits {
  /** Of one output. */
  outputBytes: number;
  /** Of all outputs of one run of a block. */
  totalBytes: number;
  /** Outputs of one run. */
  count: number;
  live: { head: number; tail: number };
  full: { head: number; tail: number };
}

export const usualLimits: OutputLimits = {
  outputBytes: 10_000_000,
  totalBytes: 50_000_000,
  count: 1_000,
  live: { head: 48_000, tail: 8_000 },
  full: { head: 768_000, tail: 232_000 },
};

/** As in files with notebooks. */
const maxDepth = 200;

export type OutputCollector = ReturnType<typeof createOutputCollector>;

/** Makes outputs, as a notebook holds them, of what a kernel says while it runs one block. */
export function createOutputCollector(limits: OutputLimits = usualLimits) {
  let items: OutputItem[] = [];
  /** How often all outputs were taken away. */
  let clearings = 0;
  let clearsWithNext = false;
  let totalBytes = 0;
  let isFull = false;

  function clear(): void {
    items = [];
    clearings++;
    clearsWithNext = false;
    totalBytes = 0;
    isFull = false;
  }

  function print(name: StreamItem['name'], text: string): void {
    if (text === '') return;
    if (clearsWithNext) clear();
    const last = items.at(-1);
    let stream = last?.kind === 'stream' && last.isOpen && last.name === name ? last : null;
    if (!stream) {
      if (!makeRoom()) return;
      const [live, full] = [new FoldedText(limits.live), new FoldedText(limits.full)];
      stream = { kind: 'stream', name, live, full, changed: true, isOpen: true };
      items.push(stream);
    }
    stream.live.append(text);
    stream.full.append(text);
    stream.changed = true;
  }

  /** What comes after the last one that is kept is not missed silently. */
  function makeRoom(): boolean {
    if (isFull) return false;
    if (items.length < limits.count && totalBytes < limits.totalBytes) return true;
    isFull = true;
    const what =
      totalBytes < limits.totalBytes
        ? `${limits.count.toLocaleString('en')} outputs`
        : sayBytes(limits.totalBytes);
    items.push(toNotice(`Further outputs are left out: Notelab keeps up to ${what} of a block.\n`));
    return false;
  }

  function toNotice(text: string): ResultItem {
    const output = { output_type: 'stream', name: 'stderr', text };
    return { kind: 'result', output, bytes: text.length, displayId: null };
  }

  function add(output: JsonRecord, displayId: string | null): void {
    if (clearsWithNext) clear();
    if (!makeRoom()) return;
    items.push(toItem(output, displayId));
  }

  function toItem(output: JsonRecord, displayId: string | null): ResultItem {
    // Before anything goes into the depth of it.
    if (isDeeperThan(output, maxDepth))
      return toNotice('An output is left out: its values are nested too deeply.\n');
    const bytes = Buffer.byteLength(JSON.stringify(output));
    if (bytes > limits.outputBytes)
      return toNotice(
        `An output of ${sayBytes(bytes)} is left out: Notelab keeps up to ${sayBytes(limits.outputBytes)} of each.\n`,
      );
    totalBytes += bytes;
    return { kind: 'result', output, bytes, displayId };
  }

  /** @returns whether one of the outputs here has the id. */
  function replaceDisplay(content: KernelMessage['content']): boolean {
    const displayId = readDisplayId(content);
    const shown = items.filter((item) => item.kind === 'result' && item.displayId === displayId);
    if (displayId === null || isFull) return false;
    for (const item of shown) {
      const { output, bytes } = toItem(toDisplay(content), displayId);
      Object.assign(item, { output, bytes });
    }
    return shown.length > 0;
  }

  return {
    items: (): readonly OutputItem[] => items,
    clearings: () => clearings,
    print,
    replaceDisplay,

    /** All is written down: what was printed need not be kept in memory. */
    letGo(): void {
      for (const item of items)
        if (item.kind === 'stream' && !item.changed) {
          item.isOpen = false;
          item.live = item.full = new FoldedText(limits.live);
        }
    },

    /** @returns whether the message is about outputs. */
    hear({ header, content }: Pick<KernelMessage, 'header' | 'content'>): boolean {
      switch (header.msg_type) {
        case 'stream':
          print(content.name === 'stderr' ? 'stderr' : 'stdout', explainRate(asText(content.text)));
          return true;
        case 'display_data':
          add(toDisplay(content), readDisplayId(content));
          return true;
        case 'execute_result': {
          const count = typeof content.execution_count === 'number' ? content.execution_count : null;
          const { data, metadata } = toDisplay(content);
          add(
            { output_type: 'execute_result', data, metadata, execution_count: count },
            readDisplayId(content),
          );
          return true;
        }
        case 'error':
          if (clearsWithNext) clear();
          // However much came before: why it stopped must be seen.
          items.push(toItem(toError(content), null));
          return true;
        case 'clear_output':
          if (content.wait === true) clearsWithNext = true;
          else clear();
          return true;
        default:
          return false;
      }
    },
  };
}

function toDisplay(content: KernelMessage['content']): JsonRecord {
  const { data, metadata } = content as { data?: Json; metadata?: Json };
  return {
    output_type: 'display_data',
    data: isRecord(data) ? data : {},
    metadata: isRecord(metadata) ? metadata : {},
  };
}

function toError({ ename, evalue, traceback }: KernelMessage['content']): JsonRecord {
  return {
    output_type: 'error',
    ename: asText(ename),
    evalue: asText(evalue),
    traceback: Array.isArray(traceback) ? traceback.map(asText) : [],
  };
}

function readDisplayId({ transient }: KernelMessage['content']): string | null {
  const id = isRecord(transient) ? transient.display_id : null;
  return typeof id === 'string' ? id : null;
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Jupyter Server's words for it speak of a setting that people here cannot change. */
function explainRate(text: string): string {
  return /IOPub (?:data|message) rate exceeded/.test(text)
    ? '\n… output that came too fast is left out …\n'
    : text;
}

const sayBytes = (bytes: number): string => `${Math.round(bytes / 100_000) / 10} MB`;
