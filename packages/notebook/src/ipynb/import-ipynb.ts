import { writeJson } from '../json-style.ts';
import { type JsonObject, memberOf, toValue, withMember } from '../json-tree.ts';
import { fromValue, isRecord, type JsonRecord } from '../json-value.ts';
import type { Block, Notebook } from '../native/document.ts';
import { frameOf, newFrame } from './base-text.ts';
import { blockToCell } from './block-to-cell.ts';
import { cellToBlock } from './cell-to-block.ts';
import { cellFactsOf, type FileFacts, hasIds, settingsOf, toRecord, withCellFacts } from './facts.ts';
import { detectFileStyle, newFileStyle } from './file-style.ts';
import { saysSame, withSourceForm } from './graft.ts';
import { type CurrentFile, readCurrent } from './read-current.ts';
import { repairCell, repairNotebookMetadata } from './repair.ts';

/**
 * Makes a notebook of an .ipynb file of nbformat 2 to 4. Nothing is lost: what the native format has no place for
 * stands in `ipynb` of the notebook and of its blocks' metadata. Throws a NotebookFileError that names the place.
 * @param id,name for a file that does not say them; where it says the notebook's id, that counts
 */
export function importIpynb(text: string, { id, name }: { id: string; name: string }): Notebook {
  const file = readCurrent(text);
  const facts = factsOfFile(file);
  const cells = file.cells.map((cell) => repaired(cell, facts.minor));
  const blocks = cells.map((cell, index) => cellToBlock(cell, file.ids[index]!, index));
  const { notelab } = facts.metadata;
  const known = isRecord(notelab) ? notelab : {};
  return {
    ...settingsOf(known.notebook),
    id: typeof known.notebook_id === 'string' && known.notebook_id !== '' ? known.notebook_id : id,
    name,
    blocks: file.isUpgraded
      ? blocks
      : blocks.map((block, index) => withWritten(block, cells[index]!, file, facts, index)),
    ipynb: toRecord(withFrame(facts, file)),
  };
}

/** What a file says apart from its cells. */
export function factsOfFile(file: CurrentFile): FileFacts {
  const { root, cells, text } = file;
  const others = root.members.filter(
    ({ key }) => !['cells', 'metadata', 'nbformat', 'nbformat_minor'].includes(key),
  );
  let metadata = memberOf(root, 'metadata');
  if ((file.minor ?? 0) <= 5)
    for (const { key, value } of others)
      if (memberOf(metadata, key) === undefined)
        metadata = withMember((metadata ?? { kind: 'object', members: [] }) as JsonObject, key, value);
  return {
    metadata: toValue(repairNotebookMetadata(metadata)) as JsonRecord,
    minor: file.minor ?? 4,
    ...((file.minor ?? 0) < 5 && cells.some((cell) => memberOf(cell, 'id')) && { hasIds: true as const }),
    style: file.isUpgraded ? newFileStyle : detectFileStyle(text, root, cells),
  };
}

/** Formats to come have rules of their own. */
function repaired(cell: JsonObject, minor: number): JsonObject {
  const type = memberOf(cell, 'cell_type');
  return minor > 5 || type?.kind !== 'string' ? cell : repairCell(cell, type.value);
}

function withWritten(
  block: Block,
  cell: JsonObject,
  file: CurrentFile,
  facts: FileFacts,
  index: number,
): Block {
  const id = hasIds(facts) ? file.ids[index]! : null;
  const made = blockToCell(block, {
    style: facts.style,
    id,
    outputs: true,
    minor: facts.minor,
    isInGroup: block.blockGroup !== block.id,
  });
  const { start, end } = file.cells[index]!;
  const text = file.text.slice(start, end);
  if (writeJson(made, facts.style, 2) === text || !saysSame(withSourceForm(made, cell), cell)) return block;
  return { ...block, metadata: withCellFacts(block.metadata, { ...cellFactsOf(block), written: text }) };
}

function withFrame(facts: FileFacts, file: CurrentFile): FileFacts {
  if (file.isUpgraded) return facts;
  const metadata = fromValue(facts.metadata, facts.style.isSorted) as JsonObject;
  const frame = frameOf(file.text, file.list);
  const usual = newFrame(metadata, facts.minor, file.cells.length);
  return writeJson(usual, facts.style) + facts.style.ending === frame ? facts : { ...facts, frame };
}
