import { useCallback, useEffect, useRef, useState } from 'react';

const briefMs = 3_000;

/** Something that is shown for a moment each time it is called for. */
export function useBrief(): [shown: boolean, call: () => void] {
  const [shown, setShown] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const call = useCallback(() => {
    clearTimeout(timer.current);
    setShown(true);
    timer.current = setTimeout(() => setShown(false), briefMs);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return [shown, call];
}
