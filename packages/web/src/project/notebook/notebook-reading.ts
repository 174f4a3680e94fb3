import { useEffect, useState } from 'react';
import type { NotebookModel } from './notebook-model.ts';

/** What is read: the text of a notebook file or, when it is too large for the editor, its address. */
export type NotebookSource = { text: string } | { url: string };

/** A notebook, or the sentence that says why it is none. */
export type NotebookReading = { model: NotebookModel } | { problem: string };

/** More would keep the memory of notebooks that nobody comes back to. */
const mostRemembered = 4;
const remembered = new Map<string, NotebookReading>();

/** Reads a notebook beside the page; while a new text is read, what was read before stays. Null at first. */
export function useNotebookReading(source: NotebookSource): NotebookReading | null {
  const isText = 'text' in source;
  const key = isText ? source.text : source.url;
  const [reading, setReading] = useState<NotebookReading | null>(() => remembered.get(key) ?? null);
  useEffect(() => {
    const known = remembered.get(key);
    if (known) return setReading(known);
    const worker = new Worker(new URL('./read-notebook.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<NotebookReading>) => {
      remember(key, data);
      setReading(data);
      worker.terminate();
    };
    worker.onerror = () => {
      setReading({ problem: 'This notebook could not be read here.' });
      worker.terminate();
    };
    worker.postMessage((isText ? { text: key } : { url: key }) satisfies NotebookSource);
    return () => worker.terminate();
  }, [key, isText]);
  return reading;
}

function remember(key: string, reading: NotebookReading): void {
  remembered.delete(key);
  remembered.set(key, reading);
  for (const oldest of [...remembered.keys()].slice(0, -mostRemembered)) remembered.delete(oldest);
}
