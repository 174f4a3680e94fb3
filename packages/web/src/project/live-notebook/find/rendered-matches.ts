import type { FindState } from './finder.ts';
import { toPattern } from './pattern.ts';

const names = { all: 'notelab-find', current: 'notelab-find-current' } as const;

/**
 * Marks what is looked for where blocks show no editor but text to be read. What is found there is what can be read:
 * a match in the address of a link is shown at the block alone.
 * @param root the notebook
 * @returns the element at which the current match is; null when it is in an editor, or its block is not on the page
 */
export function markRendered(root: Element, { search, matches, current, isOpen }: FindState): Element | null {
  clearRendered(root);
  const pattern = isOpen ? toPattern(search) : null;
  if (!pattern || 'problem' in pattern || matches.length === 0) return null;
  const at = matches[current];
  const all: Range[] = [];
  let here: Element | null = null;
  for (const rendered of root.querySelectorAll('[data-rendered]')) {
    const block = rendered.closest<HTMLElement>('[data-block]');
    const id = block?.dataset.block;
    const ranges = rangesIn(rendered, pattern.expression);
    if (at && id === at.blockId) {
      block?.setAttribute('data-find-current', '');
      const before = matches.slice(0, current).filter(({ blockId }) => blockId === id).length;
      const range = ranges[Math.min(before, ranges.length - 1)];
      if (range) setHighlight(names.current, [range]);
      here = range?.startContainer.parentElement ?? rendered;
    }
    all.push(...ranges);
  }
  setHighlight(names.all, all);
  return here;
}

/** Takes all marks away. */
export function clearRendered(root: Element): void {
  for (const name of Object.values(names)) CSS.highlights?.delete(name);
  for (const block of root.querySelectorAll('[data-find-current]'))
    block.removeAttribute('data-find-current');
}

function setHighlight(name: string, ranges: Range[]): void {
  // Browsers without it show the block alone.
  if (!CSS.highlights || ranges.length === 0) return;
  const highlight = new Highlight(...ranges);
  highlight.priority = name === names.current ? 1 : 0;
  CSS.highlights.set(name, highlight);
}

function rangesIn(element: Element, expression: RegExp): Range[] {
  const nodes: { node: Text; start: number }[] = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let text = '';
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    nodes.push({ node: node as Text, start: text.length });
    text += (node as Text).data;
  }
  return [...text.matchAll(expression)].flatMap((found) => {
    if (found[0] === '') return [];
    const [from, to] = [found.index, found.index + found[0].length];
    const first = nodes.findLast(({ start }) => start <= from);
    const last = nodes.findLast(({ start }) => start < to);
    if (!first || !last) return [];
    const range = new Range();
    range.setStart(first.node, from - first.start);
    range.setEnd(last.node, to - last.start);
    return [range];
  });
}
