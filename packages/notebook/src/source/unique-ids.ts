import type { Block, Notebook } from '../native/document.ts';

/** The notebook with an id of its own for every block: a repeated or empty one gets a number. */
export function withUniqueIds(notebook: Notebook): Notebook {
  const own = new Set(notebook.blocks.map(({ id }) => id));
  const taken = new Set<string>();
  const blocks = notebook.blocks.map((block) => {
    if (block.id !== '' && !taken.has(block.id)) {
      taken.add(block.id);
      return block;
    }
    const base = block.id === '' ? 'block' : block.id;
    for (let number = 2; ; number++) {
      const id = `${base}-${number}`;
      if (own.has(id) || taken.has(id)) continue;
      taken.add(id);
      return withBlockId(block, id);
    }
  });
  return { ...notebook, blocks };
}

/** The same block under another id. A group that it makes alone goes with it. */
export function withBlockId(block: Block, id: string): Block {
  if (block.id === id) return block;
  return { ...block, id, blockGroup: block.blockGroup === block.id ? id : block.blockGroup };
}
