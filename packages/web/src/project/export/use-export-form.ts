import {
  type ExportFile,
  type ExportPreview,
  type ExportRun,
  runExport,
  whyNotBranchName,
} from '@notelab/contract';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { suggestBranchName } from '../commit/suggest-branch-name.ts';
import { useOperations } from '../operations/operations-context.tsx';
import { useProject } from '../project-context.ts';
import { isLeftAlone } from './export-words.ts';

const suggestedMessage = 'Export notebooks';

/** What is filled in before an export. */
export function useExportForm(preview: ExportPreview, runs: ExportRun[], onDone: () => void) {
  const { id: projectId } = useProject();
  const { add } = useOperations();
  const [message, setMessage] = useState(suggestedMessage);
  const isProtected = preview.push.kind === 'protected';
  const [newBranch, setNewBranch] = useState<string | null>(
    isProtected ? suggestBranchName('export', 'notebooks', branchesOf(runs)) : null,
  );
  const [overwritten, setOverwritten] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const branchProblem = newBranch === null ? null : whyNotBranchName(newBranch.trim());
  const taken = preview.files.filter(({ path, change }) => !isLeftAlone(change) || overwritten.has(path));
  return {
    message,
    setMessage,
    newBranch,
    setNewBranch,
    branchProblem,
    /** How many files the export changes as it is filled in. */
    fileCount: taken.length,
    isOverwritten: ({ path }: ExportFile) => overwritten.has(path),
    setOverwrite: ({ path }: ExportFile, overwrite: boolean) =>
      setOverwritten((before) => {
        const others = [...before].filter((other) => other !== path);
        return new Set(overwrite ? [...others, path] : others);
      }),
    busy,
    error,
    isReady: message.trim() !== '' && branchProblem === null && taken.length > 0,
    async submit() {
      setBusy(true);
      setError(null);
      const [title = suggestedMessage] = message.trim().split('\n');
      try {
        const overwrite = preview.files
          .filter(({ path }) => overwritten.has(path))
          .map(({ path, there }) => ({ path, there }));
        const mergeRequest = newBranch === null ? null : { title, description: '' };
        const body = { message, newBranch: newBranch?.trim() ?? null, mergeRequest, overwrite };
        add(await call(runExport, { params: { projectId }, body }));
        onDone();
      } catch (thrown) {
        setError(thrown);
        setBusy(false);
      }
    },
  };
}

const branchesOf = (runs: ExportRun[]) => runs.map(({ branch }) => branch);

export type ExportFormState = ReturnType<typeof useExportForm>;
