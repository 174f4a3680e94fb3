import { NotebookFileError } from '@notelab/notebook';
import { toNotebookModel } from './notebook-model.ts';
import type { NotebookReading, NotebookSource } from './notebook-reading.ts';

// Large notebooks are read here, so that the page does not stand still meanwhile.
self.onmessage = async ({ data }: MessageEvent<NotebookSource>) => self.postMessage(await read(data));

async function read(source: NotebookSource): Promise<NotebookReading> {
  try {
    return { model: toNotebookModel('text' in source ? source.text : await load(source.url)) };
  } catch (error) {
    if (error instanceof NotebookFileError) return { problem: error.message };
    throw error;
  }
}

async function load(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new NotebookFileError('The file could not be loaded from the project.');
  return response.text();
}
