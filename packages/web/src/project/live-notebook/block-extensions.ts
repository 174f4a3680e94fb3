import type { Extension } from '@codemirror/state';
import type { EditorOptions } from './editor-setup.ts';
import { finderOf } from './find/finder-of.ts';
import { highlightMatches } from './find/highlight-matches.ts';
import type { LiveNotebookView } from './live-context.ts';
import { runExtensions } from './run/run-extensions.ts';

/** What an editor of a block knows besides writing: completion and tooltips come in here, and what is looked for. */
export function extensionsOfBlock(notebook: LiveNotebookView, { id, kind }: EditorOptions): Extension {
  return [highlightMatches(finderOf(notebook), id), kind === 'code' ? runExtensions(notebook) : []];
}
