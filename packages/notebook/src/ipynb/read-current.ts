import { type JsonArray, type JsonNode, type JsonObject, memberOf } from '../json-tree.ts';
import { type Cell, NotebookFileError, placeOf, readNotebook } from '../read-notebook.ts';
import { giveIds } from './block-ids.ts';
import { textOf } from './lines.ts';
import { upgrade } from './upgrade.ts';

/** An .ipynb file as one of format 4, with the ids that its cells have as blocks. */
export interface CurrentFile {
  text: string;
  root: JsonObject;
  list: JsonArray;
  cells: JsonObject[];
  ids: string[];
  /** Null where the file does not say it. */
  minor: number | null;
  /** From format 2 or 3: no value of it stands in the text as it is. */
  isUpgraded: boolean;
}

/** Reads a whole notebook file. Throws a NotebookFileError that names the place. */
export function readCurrent(text: string): CurrentFile {
  const file = readNotebook(text);
  const isUpgraded = file.format < 4;
  checkCells(text, file.cells, isUpgraded);
  checkKind(text, file.root, 'metadata', 'object', 'The metadata of this notebook');
  const root = isUpgraded ? upgrade(file.root, file.format) : file.root;
  const list = memberOf(root, 'cells') as JsonArray;
  const cells = list.items as JsonObject[];
  const ids = giveIds(
    cells.map((cell, index) => ({
      id: isUpgraded ? null : file.cells[index]!.id,
      type: textOf(memberOf(cell, 'cell_type')) ?? '',
      source: textOf(memberOf(cell, 'source')) ?? '',
    })),
  );
  const minor = memberOf(root, 'nbformat_minor') ? Number(isUpgraded ? 5 : file.formatMinor) : null;
  return { text, root, list, cells, ids, minor, isUpgraded };
}

function checkCells(text: string, cells: Cell[], isOld: boolean): void {
  for (const [index, { node, type }] of cells.entries()) {
    const name = `Cell ${index + 1}`;
    checkKind(text, node, 'metadata', 'object', `The metadata of cell ${index + 1}`);
    if (type !== 'code') continue;
    checkKind(text, node, 'outputs', 'array', `The list of outputs of cell ${index + 1}`);
    const outputs = memberOf(node, 'outputs');
    for (const output of outputs?.kind === 'array' ? outputs.items : []) {
      if (memberOf(output, 'output_type')?.kind !== 'string')
        throw new NotebookFileError(`${name} has an output without a type${placeOf(text, output)}.`);
      if (isOld) continue;
      checkKind(text, output, 'data', 'object', `The data of an output of cell ${index + 1}`);
    }
  }
}

function checkKind(text: string, owner: JsonNode, name: string, kind: JsonNode['kind'], what: string): void {
  const value = memberOf(owner, name);
  if (value && value.kind !== kind)
    throw new NotebookFileError(
      `${what} is not ${kind === 'array' ? 'a list' : 'an object'}${placeOf(text, value)}.`,
    );
}
