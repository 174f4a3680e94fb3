import type { SecretFinding } from '@notelab/contract';
import { useCallback, useEffect, useRef } from 'react';
import { type Ticks, withFiles } from './parts.ts';

/**
 * Unticks files with what looks like a secret, once: whoever ticks them again has been told.
 * @returns does it for findings that have just arrived, and says whether it has unticked one
 */
export function useSecretsLeftOut(
  secrets: SecretFinding[],
  ticks: Ticks,
  setTicks: (change: (before: Ticks) => Ticks) => void,
): (found: SecretFinding[]) => boolean {
  const told = useRef(new Set<string>());
  const latest = useRef(ticks);
  latest.current = ticks;
  const leaveOut = useCallback(
    (found: SecretFinding[]) => {
      const fresh = found.map(({ path }) => path).filter((path) => !told.current.has(path));
      for (const path of fresh) told.current.add(path);
      const ticked = fresh.filter((path) => latest.current.selected.has(path));
      if (ticked.length > 0) setTicks((before) => withFiles(before, ticked, false));
      return ticked.length > 0;
    },
    [setTicks],
  );
  useEffect(() => void leaveOut(secrets), [secrets, leaveOut]);
  return leaveOut;
}
