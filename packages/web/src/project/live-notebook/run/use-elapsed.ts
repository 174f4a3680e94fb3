import { useEffect, useState } from 'react';

/** The milliseconds since a moment, renewed as often as one can tell the difference. */
export function useElapsed(startedAt: string): number {
  const [now, setNow] = useState(() => Date.now());
  const elapsed = Math.max(0, now - Date.parse(startedAt));
  const stepMs = elapsed < 10_000 ? 100 : 1000;
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), stepMs);
    return () => clearInterval(timer);
  }, [stepMs]);
  return elapsed;
}
