import { useEffect, useState } from 'react';

/**
 * State that survives a reload of the page in the same browser tab.
 * @param parse makes the state out of what was stored; null when it is not usable
 */
export function useSessionState<T>(
  key: string,
  initial: T,
  parse: (stored: unknown) => T | null,
): [T, (change: T | ((before: T) => T)) => void] {
  const [value, setValue] = useState<T>(() => readSession(key, parse) ?? initial);
  useEffect(() => void writeSession(key, value), [key, value]);
  return [value, setValue];
}

/** What is stored under a key; null when there is nothing usable. */
export function readSession<T>(key: string, parse: (stored: unknown) => T | null): T | null {
  try {
    const text = sessionStorage.getItem(key);
    return text === null ? null : parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Stores what can be stored: a full or forbidden storage must not stop the page from working. */
export function writeSession(key: string, value: unknown): boolean {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** For `parse`: a list of texts. */
export function parseTexts(stored: unknown): string[] | null {
  return Array.isArray(stored) && stored.every((item) => typeof item === 'string') ? stored : null;
}

/** For `parse`: a text. */
export function parseText(stored: unknown): string | null {
  return typeof stored === 'string' ? stored : null;
}

/** For `parse`: yes or no. */
export function parseFlag(stored: unknown): boolean | null {
  return typeof stored === 'boolean' ? stored : null;
}
