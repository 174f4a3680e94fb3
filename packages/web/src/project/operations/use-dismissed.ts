import { useState } from 'react';
import { parseTexts } from '../use-session-state.ts';

const storageKey = 'notelab.dismissed-operations';
const mostKept = 200;

/** Failures that were put away, on this device. */
export function useDismissed(): { dismissed: readonly string[]; dismiss: (operationId: string) => void } {
  const [dismissed, setDismissed] = useState(readDismissed);
  const dismiss = (operationId: string) => {
    const next = [...readDismissed(), operationId].slice(-mostKept);
    localStorage.setItem(storageKey, JSON.stringify(next));
    setDismissed(next);
  };
  return { dismissed, dismiss };
}

function readDismissed(): string[] {
  try {
    return parseTexts(JSON.parse(localStorage.getItem(storageKey) ?? '[]')) ?? [];
  } catch {
    return [];
  }
}
