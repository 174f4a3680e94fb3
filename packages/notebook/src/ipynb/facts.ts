import { isRecord, isSameValue, type Json, type JsonRecord } from '../json-value.ts';
import type { Block, Notebook } from '../native/document.ts';
import { type FileStyle, isFileStyle, newFileStyle } from './file-style.ts';

/** What an .ipynb file says about the notebook and the native format has no place for; stands in `ipynb`. */
export interface FileFacts {
  metadata: JsonRecord;
  /** The minor version of nbformat 4. */
  minor: number;
  style: FileStyle;
  /** Cells have ids although the format knows none before 4.5; some tools write that. */
  hasIds?: true;
  /** The file without its cells, where the style alone does not say how it was written; a `0` for each cell. */
  frame?: string;
}

/** What a cell says and its block has no place for; stands in the block's metadata as `ipynb`. */
export interface CellFacts {
  /** `raw`, or a type that is not known; code and markdown speak for themselves. */
  type?: string;
  metadata?: JsonRecord;
  attachments?: JsonRecord;
  /** Cells of types to come may have none. */
  hasNoSource?: true;
  /** Members of a cell of a type or format to come. */
  others?: JsonRecord;
  /** The cell's text, where the style alone does not say how it was written. Counts only while it says the same. */
  written?: string;
}

export const hasIds = ({ minor, hasIds: anyway }: FileFacts): boolean => minor >= 5 || anyway === true;

export const fileFactsOf = (notebook: Notebook): FileFacts | null => {
  const facts = notebook.ipynb;
  if (!isRecord(facts) || !isRecord(facts.metadata) || typeof facts.minor !== 'number') return null;
  return {
    metadata: facts.metadata,
    minor: facts.minor,
    style: isFileStyle(facts.style) ? facts.style : newFileStyle,
    ...(facts.hasIds === true && { hasIds: true }),
    ...(typeof facts.frame === 'string' && { frame: facts.frame }),
  };
};

export const cellFactsOf = ({ metadata }: Block): CellFacts => {
  const facts = metadata.ipynb;
  if (!isRecord(facts)) return {};
  const { type, hasNoSource, written } = facts;
  const record = (name: string) => (isRecord(facts[name]) ? { [name]: facts[name] } : {});
  return {
    ...(typeof type === 'string' && { type }),
    ...record('metadata'),
    ...record('attachments'),
    ...record('others'),
    ...(hasNoSource === true && { hasNoSource }),
    ...(typeof written === 'string' && { written }),
  };
};

/** The block's metadata with other facts about its cell; without any when there is nothing to say. */
export function withCellFacts(metadata: JsonRecord, facts: CellFacts): JsonRecord {
  const { ipynb: _, ...own } = metadata;
  return Object.keys(facts).length === 0 ? own : { ...own, ipynb: { ...facts } };
}

/** As plain values, without what goes without saying. */
export function toRecord({ style, ...others }: FileFacts): JsonRecord {
  const plainStyle: JsonRecord = { ...style };
  const isUsual = isSameValue(plainStyle, { ...newFileStyle });
  return { ...others, ...(!isUsual && { style: plainStyle }) };
}

/** The notebook's own settings, as far as they are what the native format takes. */
export function settingsOf(notebook: Json | undefined): Partial<Notebook> {
  if (!isRecord(notebook)) return {};
  const { executionMode: mode, isModule, workingDirectory: folder } = notebook;
  return {
    ...((mode === 'block' || mode === 'downstream') && { executionMode: mode }),
    ...(typeof isModule === 'boolean' && { isModule }),
    ...(typeof folder === 'string' && { workingDirectory: folder }),
  };
}
