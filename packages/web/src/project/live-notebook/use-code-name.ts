import { liveSettings } from '@notelab/notebook/live';
import { useCallback, useSyncExternalStore } from 'react';
import { codeNameOfMetadata } from '../notebook/code-name.ts';
import { isObject } from '../outputs/is-object.ts';
import { useLiveNotebook } from './live-context.ts';

/** A file name by which the language of the notebook's code is known: `cell.py`. */
export function useCodeName(): string {
  const { doc } = useLiveNotebook();
  const settings = liveSettings(doc);
  const subscribe = useCallback(
    (listener: () => void) => {
      settings.observe(listener);
      return () => settings.unobserve(listener);
    },
    [settings],
  );
  return useSyncExternalStore(subscribe, () => {
    const facts = settings.get('ipynb');
    return codeNameOfMetadata(isObject(facts) ? facts.metadata : {});
  });
}
