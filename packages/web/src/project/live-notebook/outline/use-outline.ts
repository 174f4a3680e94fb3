import { liveBlocks, orderedIds, sourceOf } from '@notelab/notebook/live';
import { useEffect, useState } from 'react';
import type * as Y from 'yjs';
import { useLiveNotebook } from '../live-context.ts';
import { type Outline, type OutlinedBlock, outlineOf } from './outline-of.ts';

const pauseMs = 250;

/** The outline of the notebook; while somebody types, it is made anew when they pause. */
export function useOutline(): Outline {
  const { doc } = useLiveNotebook();
  const [outline, setOutline] = useState(() => outlineOf(blocksOf(doc)));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      timer = undefined;
      setOutline(outlineOf(blocksOf(doc)));
    };
    const onUpdate = () => {
      timer ??= setTimeout(read, pauseMs);
    };
    read();
    doc.on('update', onUpdate);
    return () => {
      clearTimeout(timer);
      doc.off('update', onUpdate);
    };
  }, [doc]);
  return outline;
}

function* blocksOf(doc: Y.Doc): Generator<OutlinedBlock> {
  for (const id of orderedIds(doc)) {
    const block = liveBlocks(doc).get(id);
    if (block) yield { id, type: String(block.get('type')), text: sourceOf(block)?.toString() ?? '' };
  }
}
