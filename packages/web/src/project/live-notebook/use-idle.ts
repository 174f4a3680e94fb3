import { useEffect, useState } from 'react';

type Job = () => void;
const waiting = new Set<Job>();
let isAsked = false;

/** One after the other, each when the browser has nothing better to do: an editor takes some milliseconds. */
function ask(): void {
  if (isAsked || waiting.size === 0) return;
  isAsked = true;
  const next = () => {
    isAsked = false;
    const [job] = waiting;
    if (!job) return;
    waiting.delete(job);
    job();
    ask();
  };
  if ('requestIdleCallback' in window) requestIdleCallback(next, { timeout: 400 });
  else setTimeout(next, 60);
}

/** False at first, true as soon as there is time. */
export function useIdle(): boolean {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    const job = () => setIdle(true);
    waiting.add(job);
    ask();
    return () => void waiting.delete(job);
  }, []);
  return isIdle;
}
