import type { Extension } from '@codemirror/state';
import type { LiveNotebookView } from '../live-context.ts';
import { kernelCompletion } from './kernel-completion.ts';
import { kernelTooltip } from './kernel-tooltip.ts';

/** What the kernel tells who writes code. */
export function runExtensions({ notebookId, canEdit }: LiveNotebookView): Extension {
  return canEdit ? [kernelCompletion(notebookId), kernelTooltip(notebookId)] : [];
}
