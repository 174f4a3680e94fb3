import { mostNotebookFileBytes, type NotebookFormat, type ProjectId } from '@notelab/contract';
import { ProblemError } from '../../../problem.ts';
import type { Projects } from '../../projects/projects.ts';
import { isGone, readWhole, type WholeFile } from '../../projects/whole-files.ts';
import type { SourceRow } from './store.ts';
import type { ReadNotebook } from './work/notebook-work.ts';
import type { WorkAside } from './work/work-aside.ts';

/** A file with notebooks. */
export interface ReadFile extends Omit<WholeFile, 'bytes'> {
  text: string;
  size: number;
  notebooks: ReadNotebook[];
}

/** A notebook's source file as it is now. */
export type SourceFile =
  | { kind: 'gone'; problem: string | null }
  | { kind: 'broken'; problem: string; stamp: string }
  | { kind: 'read'; file: ReadFile; part: ReadNotebook };

export type SourceFiles = ReturnType<typeof createSourceFiles>;

/** Reads files with notebooks. */
export function createSourceFiles({ projects, work }: { projects: Projects; work: WorkAside }) {
  const readFile = (id: ProjectId, path: string) =>
    readWhole(projects.filesOf(id), path, mostNotebookFileBytes);

  async function parse(format: NotebookFormat, whole: WholeFile): Promise<ReadFile> {
    const { bytes, etag, stamp } = whole;
    const text = decode(bytes);
    const outcome = await work.run('read', bytes.length, { format, text });
    if ('invalid' in outcome) throw new ProblemError('notebook-file-invalid', outcome.invalid);
    return { etag, stamp, text, size: bytes.length, notebooks: outcome.done };
  }

  return {
    /** Whole or not at all. Throws `file-not-found`, `file-too-large` and `notebook-file-invalid`. */
    async read(id: ProjectId, path: string, format: NotebookFormat): Promise<ReadFile> {
      return parse(format, await readFile(id, path));
    },

    /** The bytes alone, for who writes over them; null when there is no such file. */
    async findWhole(id: ProjectId, path: string): Promise<WholeFile | null> {
      return readFile(id, path).catch(nullWhenGone);
    },

    async readSource({ projectId, path, format, fileNotebookId }: SourceRow): Promise<SourceFile> {
      const whole = await readFile(projectId, path).catch(nullWhenGone);
      if (!whole) return { kind: 'gone', problem: null };
      try {
        const file = await parse(format, whole);
        const part = format === 'ipynb' ? file.notebooks[0] : file.notebooks.find(isPart(fileNotebookId));
        const problem = 'The file is there, but does not hold this notebook any more.';
        return part ? { kind: 'read', file, part } : { kind: 'gone', problem };
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        return { kind: 'broken', problem: error.problem.detail, stamp: whole.stamp };
      }
    },
  };
}

const isPart = (id: string | null) => (part: ReadNotebook) => part.fileNotebookId === id;

function nullWhenGone(error: unknown): null {
  if (isGone(error)) return null;
  throw error;
}

function decode(bytes: Buffer): string {
  try {
    // A mark at the beginning is a part of the text: it is written again.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ProblemError('notebook-file-invalid', 'This file is broken: it is no text in UTF-8.');
  }
}
