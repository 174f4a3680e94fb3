import { outputsOf, sourceOf } from '@notelab/notebook/live';
import { estimateHeight } from '../notebook/estimate-height.ts';
import { toRichOutput } from '../outputs/rich-output.ts';
import { isTextType } from './block-kinds.ts';
import type { LiveNotebook } from './live-context.ts';

/** About how high a block is, in pixels, until it was measured. */
export function estimateBlockHeight({ blocks }: LiveNotebook, id: string): number {
  const block = blocks.find(id);
  if (!block) return 0;
  const outputs = outputsOf(block);
  return estimateHeight({
    kind: isTextType(String(block.get('type'))) ? 'markdown' : 'code',
    source: sourceOf(block)?.toString() ?? '',
    count: '',
    outputs: outputs ? outputs.slice(0, 20).map((output) => toRichOutput(output)) : [],
    attachments: new Map(),
    anchors: [],
  });
}
