import type { Extension } from '@codemirror/state';
import type { EditorOptions } from './editor-setup.ts';
import type { LiveNotebookView } from './live-context.ts';
import { runExtensions } from './run/run-extensions.ts';

/** What an editor of a block knows besides writing: completion and tooltips come in here. */
export function extensionsOfBlock(notebook: LiveNotebookView, { kind }: EditorOptions): Extension {
  return kind === 'code' ? runExtensions(notebook) : [];
}
