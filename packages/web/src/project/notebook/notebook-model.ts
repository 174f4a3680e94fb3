import { type Cell, memberValue, readNotebook, toValue } from '@notelab/notebook';
import { isObject } from '../outputs/is-object.ts';
import { findPicture, type RichOutput, toRichOutput } from '../outputs/rich-output.ts';
import { codeNameOf } from './code-name.ts';
import { anchorsOf } from './headings.ts';

/** A notebook as it is shown: plain values that can be handed from a worker to the page. */
export interface NotebookModel {
  cells: CellModel[];
  /** A file name by which the language of the code is known. */
  codeName: string;
}

export interface CellModel {
  kind: 'code' | 'markdown' | 'raw';
  source: string;
  /** What stands in the brackets beside code; '' when it was not run. */
  count: string;
  outputs: RichOutput[];
  /** Pictures that the cell carries: name → address. */
  attachments: Map<string, string>;
  /** By which links of the notebook find its headings. */
  anchors: string[];
}

/** Reads an .ipynb file for being shown. Throws a NotebookFileError. */
export function toNotebookModel(text: string): NotebookModel {
  const notebook = readNotebook(text);
  return {
    cells: notebook.cells.map((cell) => toCellModel(cell, notebook.format)),
    codeName: codeNameOf(notebook),
  };
}

function toCellModel(cell: Cell, format: number): CellModel {
  const isText = cell.type === 'markdown' || cell.type === 'heading' || cell.type === 'html';
  const kind = isText ? 'markdown' : cell.type === 'code' ? 'code' : 'raw';
  const source = cell.type === 'heading' ? asHeading(cell) : cell.source;
  return {
    kind,
    source,
    count: countOf(cell),
    outputs: joinStreams(
      cell.outputs.map((node) => toRichOutput(format === 2 ? withLineEnds(toValue(node)) : toValue(node))),
    ),
    attachments: attachmentsOf(cell),
    anchors: kind === 'markdown' ? anchorsOf(source) : [],
  };
}

/** Lists of lines have no line ends in format 2. */
function withLineEnds(output: unknown): unknown {
  if (!isObject(output)) return output;
  return Object.fromEntries(
    Object.entries(output).map(([key, value]) => [key, Array.isArray(value) ? value.join('\n') : value]),
  );
}

/** Headings are cells of their own in format 3. */
function asHeading({ node, source }: Cell): string {
  const level = Math.min(6, Math.max(1, Number(memberValue(node, 'level')) || 1));
  return `${'#'.repeat(level)} ${source.replaceAll('\n', ' ')}`;
}

function countOf({ node }: Cell): string {
  const count = memberValue(node, 'execution_count') ?? memberValue(node, 'prompt_number');
  return typeof count === 'number' ? String(count) : '';
}

function attachmentsOf({ node }: Cell): Map<string, string> {
  const value = memberValue(node, 'attachments');
  return new Map(
    Object.entries(isObject(value) ? value : {}).flatMap(([name, data]) => {
      const source = isObject(data) ? findPicture(data) : null;
      return source === null ? [] : [[name, source] as const];
    }),
  );
}

/** What a program wrote in many pieces is one text. */
function joinStreams(outputs: RichOutput[]): RichOutput[] {
  const joined: RichOutput[] = [];
  for (const output of outputs) {
    const last = joined.at(-1);
    if (
      output.kind === 'text' &&
      last?.kind === 'text' &&
      last.isStderr === output.isStderr &&
      isStream(last.text)
    )
      joined[joined.length - 1] = { ...last, text: last.text + output.text };
    else joined.push(output);
  }
  return joined;
}

const isStream = (text: string) => text.endsWith('\n');
