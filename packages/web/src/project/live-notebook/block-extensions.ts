import type { Extension } from '@codemirror/state';
import type { EditorOptions } from './editor-setup.ts';
import type { LiveNotebookView } from './live-context.ts';

/** What an editor of a block knows besides writing: completion and tooltips come in here. */
export function extensionsOfBlock(_notebook: LiveNotebookView, _options: EditorOptions): Extension {
  return [];
}
