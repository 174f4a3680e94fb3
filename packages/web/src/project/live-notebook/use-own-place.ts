import { useEffect, useRef } from 'react';
import { useLiveNotebook, useReadable } from './live-context.ts';

/**
 * Tells the others which block one is at, as soon as one went somewhere. While writing the editor says where in its
 * text.
 */
export function useOwnPlace(): void {
  const { awareness, selection } = useLiveNotebook();
  const state = useReadable(selection.state);
  const atFirst = useRef(state);
  const { active, mode } = state;
  const hasMoved = state !== atFirst.current;
  useEffect(() => {
    if (hasMoved && mode === 'command')
      awareness.setLocalStateField('cursor', active === null ? null : { id: active });
  }, [awareness, active, mode, hasMoved]);
}
