import { useEffect } from 'react';
import { useLiveNotebook, useReadable } from './live-context.ts';

/** Tells the others which block one is at. While writing the editor says where in its text. */
export function useOwnPlace(): void {
  const { awareness, selection } = useLiveNotebook();
  const { active, mode } = useReadable(selection.state);
  useEffect(() => {
    if (mode === 'command') awareness.setLocalStateField('cursor', active === null ? null : { id: active });
  }, [awareness, active, mode]);
}
