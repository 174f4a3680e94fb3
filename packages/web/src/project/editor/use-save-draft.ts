import { writeFile } from '@notelab/contract';
import { useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { fileQuery } from '../../api/queries.ts';
import { useProject } from '../project-context.ts';
import { useOpenFiles } from './open-files.tsx';

/** Saves the unsaved text of a file that need not be in front. Throws `file-changed` like any saving. */
export function useSaveDraft(): (path: string) => Promise<void> {
  const { id: projectId } = useProject();
  const { drafts } = useOpenFiles();
  const client = useQueryClient();
  return async (path) => {
    const draft = drafts.get(path);
    if (!draft) return;
    const { text, etag } = draft;
    const reply = await call(writeFile, { params: { projectId }, body: { path, text, etag } });
    const { queryKey } = fileQuery(projectId, path);
    await client.cancelQueries({ queryKey });
    client.setQueryData(queryKey, (known) => known && { ...known, text, etag: reply.etag });
    drafts.remove(path);
    void client.invalidateQueries({ queryKey: ['checkout'] });
  };
}
