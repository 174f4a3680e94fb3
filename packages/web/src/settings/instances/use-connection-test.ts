import type { CheckResult } from '@notelab/contract';
import { useEffect, useRef, useState } from 'react';
import { streamResults } from '../../api/stream-results.ts';

export interface ConnectionTestState {
  /** In the order of the checks; those that are missing are still to come. */
  results: CheckResult[];
  running: boolean;
  error: unknown;
  start: () => void;
  stop: () => void;
}

/** Runs Test connection. What was found about other settings than the present ones is forgotten. */
export function useConnectionTest(path: string, body: object): ConnectionTestState {
  const settings = JSON.stringify([path, body]);
  const [found, setFound] = useState<{ about: string; results: CheckResult[]; error: unknown }>();
  const [running, setRunning] = useState(false);
  const controller = useRef<AbortController>(null);
  useEffect(() => () => controller.current?.abort(), []);

  const stop = () => {
    controller.current?.abort();
    setRunning(false);
  };
  const start = async () => {
    controller.current?.abort();
    controller.current = new AbortController();
    const { signal } = controller.current;
    const results: CheckResult[] = [];
    setRunning(true);
    setFound({ about: settings, results, error: null });
    try {
      for await (const result of streamResults<CheckResult>(path, body, signal)) {
        results.push(result);
        if (!signal.aborted) setFound({ about: settings, results: [...results], error: null });
      }
    } catch (error) {
      if (!signal.aborted) setFound({ about: settings, results, error });
    }
    if (!signal.aborted) setRunning(false);
  };
  const current = found?.about === settings ? found : null;
  return {
    results: current?.results ?? [],
    running: running && current !== null,
    error: current?.error ?? null,
    start: () => void start(),
    stop,
  };
}
