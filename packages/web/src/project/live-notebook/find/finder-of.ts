import type { LiveNotebook } from '../live-context.ts';
import { createFinder, type Finder } from './finder.ts';

const finders = new WeakMap<LiveNotebook['doc'], Finder>();

/** The finder of a notebook: it remembers what was looked for while the notebook is open in the page. */
export function finderOf({ doc, history }: Pick<LiveNotebook, 'doc' | 'history'>): Finder {
  const known = finders.get(doc);
  if (known) return known;
  const finder = createFinder({ doc, history });
  finders.set(doc, finder);
  doc.on('destroy', () => finder.destroy());
  return finder;
}
