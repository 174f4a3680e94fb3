import { type FileContent, writeFile } from '@notelab/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import { isProblem } from '../../api/problem.ts';
import { fileQuery } from '../../api/queries.ts';
import { useProject } from '../project-context.ts';
import { useDraft, useOpenFiles } from './open-files.tsx';

export interface TextFile {
  text: string;
  isDirty: boolean;
  isSaving: boolean;
  /** The file was written by somebody else since this text was begun. */
  hasChangedOnDisk: boolean;
  /** Why the last saving failed. */
  error: unknown;
  edit(text: string): void;
  save(): Promise<void>;
  /** Saves over what is there, as it was last seen; makes the file again when it is gone. */
  overwrite(): Promise<void>;
  /** Gives the own text up for the one on disk. */
  takeTheirs(): void;
}

/** A text file that is being edited: its saved content, the unsaved text, and how the two come together. */
export function useTextFile(file: FileContent, isGone: boolean): TextFile {
  const { id: projectId } = useProject();
  const { drafts } = useOpenFiles();
  const client = useQueryClient();
  const draft = useDraft(file.path);
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const busy = useRef(false);
  const { path } = file;
  const saved = file.text ?? '';

  const isSameAsSaved = draft !== undefined && draft.text === saved && !isGone;
  useEffect(() => {
    if (isSameAsSaved) drafts.remove(path);
  }, [isSameAsSaved, drafts, path]);

  const edit = (text: string) => {
    const etag = drafts.get(path)?.etag ?? file.etag;
    if (text === saved && etag === file.etag) drafts.remove(path);
    else drafts.set(path, { text, etag });
  };

  const write = useCallback(
    async (text: string, etag: string | null) => {
      if (busy.current) return;
      busy.current = true;
      setSaving(true);
      setError(null);
      const { queryKey } = fileQuery(projectId, path);
      try {
        const reply = await call(writeFile, { params: { projectId }, body: { path, text, etag } });
        // An answer that was read before the writing must not come in after it.
        await client.cancelQueries({ queryKey });
        client.setQueryData(queryKey, (known) => known && { ...known, text, etag: reply.etag });
        const typedOn = drafts.get(path);
        if (typedOn && typedOn.text !== text) drafts.set(path, { text: typedOn.text, etag: reply.etag });
        else drafts.remove(path);
        void client.invalidateQueries({ queryKey: ['checkout'] });
      } catch (thrown) {
        // What is on disk now tells the rest: it changed, or it is gone.
        const isExplained = isProblem(thrown, 'file-changed') || isProblem(thrown, 'file-not-found');
        if (!isExplained) setError(thrown);
        await client.invalidateQueries({ queryKey });
      } finally {
        busy.current = false;
        setSaving(false);
      }
    },
    [client, drafts, path, projectId],
  );

  const hasChangedOnDisk = draft !== undefined && !isSaving && !isSameAsSaved && draft.etag !== file.etag;
  return {
    text: draft?.text ?? saved,
    isDirty: draft !== undefined && !isSameAsSaved,
    isSaving,
    hasChangedOnDisk,
    error,
    edit,
    async save() {
      const current = drafts.get(path);
      if (current && !isGone && current.etag === file.etag) await write(current.text, current.etag);
    },
    async overwrite() {
      const current = drafts.get(path);
      await write(current?.text ?? saved, isGone ? null : file.etag);
    },
    takeTheirs: () => drafts.remove(path),
  };
}
