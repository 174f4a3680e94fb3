import type { Json, JsonRecord } from '../json-value.ts';

/** What stands only in text, and what can be run. */
export const textBlockTypes = [
  'markdown',
  'image',
  'separator',
  'text-cell-h1',
  'text-cell-h2',
  'text-cell-h3',
  'text-cell-p',
  'text-cell-bullet',
  'text-cell-todo',
  'text-cell-callout',
] as const;
export const executableBlockTypes = [
  'agent',
  'code',
  'sql',
  'notebook-function',
  'visualization',
  'button',
  'big-number',
  'input-text',
  'input-textarea',
  'input-checkbox',
  'input-select',
  'input-slider',
  'input-date',
  'input-date-range',
  'input-file',
] as const;
export const blockTypes = [...textBlockTypes, ...executableBlockTypes];
export type BlockType = (typeof blockTypes)[number];

const executable = new Set<string>(executableBlockTypes);
export const isExecutable = (type: string): boolean => executable.has(type);

/** One block of a notebook. Types and fields that are not known here are kept. */
export interface Block extends JsonRecord {
  id: string;
  type: BlockType | (string & {});
  /** Blocks of one group stand beside each other. */
  blockGroup: string;
  /** Rises from block to block; the order of the list is what counts. */
  sortingKey: string;
  /** The source. */
  content?: string;
  metadata: JsonRecord;
  contentHash?: string;
  version?: number;
  executionCount?: number | null;
  executionStartedAt?: string;
  executionFinishedAt?: string;
  outputs?: Json[];
}

/** A notebook: plain values only, so that a live document can hold it. */
export interface Notebook extends JsonRecord {
  id: string;
  name: string;
  blocks: Block[];
  executionMode?: 'block' | 'downstream';
  isModule?: boolean;
  workingDirectory?: string;
}

/** A `.deepnote` file. Fields that are not known here are kept. */
export interface DeepnoteFile extends JsonRecord {
  version: string;
  metadata: JsonRecord & { createdAt: string; modifiedAt?: string; exportedAt?: string; checksum?: string };
  project: JsonRecord & {
    id: string;
    name: string;
    notebooks: Notebook[];
    initNotebookId?: string;
    integrations?: (JsonRecord & { id: string; name: string; type: string })[];
    settings?: JsonRecord;
  };
  environment?: JsonRecord;
  execution?: JsonRecord;
}

/** A file of its own for notebooks. @param createdAt in ISO 8601 */
export function newDeepnoteFile(
  project: { id: string; name: string },
  notebooks: Notebook[],
  createdAt: string,
): DeepnoteFile {
  const { id, name } = project;
  return { metadata: { createdAt }, project: { id, name, notebooks }, version: '1.0.0' };
}
