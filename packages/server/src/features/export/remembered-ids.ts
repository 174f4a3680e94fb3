import type { NotebookFormat } from '@notelab/contract';
import type { ReadableNotebook, Rendering } from './render-notebooks.ts';

type Subject = Pick<ReadableNotebook, 'id' | 'name' | 'updatedAt' | 'isOpen'>;

/** The object ids of what notebooks were when they were read last. */
export interface RememberedIds {
  /** Null when the notebook may say something else by now. */
  find(notebook: Subject, format: NotebookFormat, rendering: Rendering): string | null;
  note(
    notebook: Subject,
    format: NotebookFormat,
    rendering: Rendering,
    known: { oid: string; readAt: Date },
  ): void;
}

/** Beyond so many, all are forgotten; reading them again costs time and nothing else. */
const most = 50_000;

/** In memory: after a start everything is read once. */
export function rememberIds(): RememberedIds {
  const known = new Map<string, { oid: string; readAt: Date }>();
  /** All that the bytes of a file depend on besides the content; .ipynb files do not say their names. */
  const keyOf = ({ id, name }: Subject, format: NotebookFormat, { outputs, project, idLength }: Rendering) =>
    JSON.stringify([id, format, outputs, idLength, ...(format === 'deepnote' ? [name, project.name] : [])]);
  return {
    find(notebook, format, rendering) {
      const found = known.get(keyOf(notebook, format, rendering));
      // Changes are noted on the notebook a moment after they are made, and it is open until then.
      const isSame = found && !notebook.isOpen && notebook.updatedAt < found.readAt;
      return isSame ? found.oid : null;
    },

    note(notebook, format, rendering, entry) {
      if (known.size >= most) known.clear();
      known.set(keyOf(notebook, format, rendering), entry);
    },
  };
}
