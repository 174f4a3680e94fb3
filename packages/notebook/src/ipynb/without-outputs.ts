import { type JsonNode, memberOf, parseJson } from '../json-tree.ts';
import type { Block, Notebook } from '../native/document.ts';
import { blockToCell } from './block-to-cell.ts';
import { cellFactsOf, fileFactsOf, withCellFacts } from './facts.ts';
import { newFileStyle } from './file-style.ts';
import { saysSame, withSourceForm } from './graft.ts';

/** The notebook without what running it left behind. */
export function withoutOutputs(notebook: Notebook): Notebook {
  const blocks = notebook.blocks.map((block): Block => {
    const { executionStartedAt: _, executionFinishedAt: __, ...kept } = block;
    return {
      ...kept,
      ...(block.executionCount !== undefined && { executionCount: null }),
      ...(block.outputs && { outputs: [] }),
    } as Block;
  });
  return withoutStaleText({ ...notebook, blocks });
}

/**
 * The notebook without texts of cells that say something else by now. They count for nothing any more, but would
 * keep what people took out of the notebook. For every notebook that leaves the place where it was changed.
 */
export function withoutStaleText(notebook: Notebook): Notebook {
  const { style, minor } = fileFactsOf(notebook) ?? { style: newFileStyle, minor: 5 };
  const blocks = notebook.blocks.map((block) => {
    const { written, ...facts } = cellFactsOf(block);
    if (written === undefined) return block;
    const there = parsed(written);
    const id = memberOf(there, 'id');
    const isInGroup = block.blockGroup !== block.id;
    const cell = blockToCell(block, {
      style,
      id: id?.kind === 'string' ? id.value : null,
      outputs: true,
      minor,
      isInGroup,
    });
    if (there && saysSame(withSourceForm(cell, there), there)) return block;
    return { ...block, metadata: withCellFacts(block.metadata, facts) };
  });
  return { ...notebook, blocks };
}

function parsed(text: string): JsonNode | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
