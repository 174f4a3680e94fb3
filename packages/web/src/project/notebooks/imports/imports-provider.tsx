import { importNotebook, listNotebookFiles } from '@notelab/contract';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { call } from '../../../api/call.ts';
import { notebooksQuery } from '../../../api/notebook-queries.ts';
import { notifyDone } from '../../../theme/notify.ts';
import { useOpenFiles } from '../../editor/open-files.tsx';
import { AlreadyImportedDialog } from './already-imported-dialog.tsx';
import { createImportQueue, type ImportedFile, type ImportReport } from './import-queue.ts';
import { ImportReportDialog } from './import-report-dialog.tsx';
import { NotebookImportsContext } from './imports-context.ts';
import { isPlain, titleOf } from './report-words.ts';

/** The imports of the page; they end when it is left. */
export function NotebookImportsProvider({ projectId, children }: { projectId: string; children: ReactNode }) {
  const client = useQueryClient();
  const { open } = useOpenFiles();
  const [report, setReport] = useState<ImportReport | null>(null);
  const [already, setAlready] = useState<ImportedFile | null>(null);
  const [detailed, setDetailed] = useState(false);

  const take = (done: ImportReport) => {
    void client.invalidateQueries({ queryKey: notebooksQuery(projectId).queryKey });
    const first = done.imported[0]?.notebooks[0];
    if (done.imported.length === 1 && first) open({ kind: 'notebook', notebookId: first.id });
    const onlyOld = done.already[0];
    if (done.already.length === 1 && isPlain({ ...done, already: [] }) && done.imported.length === 0) {
      if (onlyOld) setAlready(onlyOld);
    } else if (isPlain(done))
      notifyDone(first && done.imported.length === 1 ? `${first.name} is in Notebooks` : titleOf(done));
    else {
      setReport(done);
      // Who has asked for one file waits for it.
      setDetailed(done.asked.length === 1 && done.failed.length === 1 && done.imported.length === 0);
    }
  };
  const latest = useRef(take);
  latest.current = take;
  const [queue] = useState(() =>
    createImportQueue({
      list: (path, signal) => call(listNotebookFiles, { params: { projectId }, query: { path }, signal }),
      importOne: (path, again) => call(importNotebook, { params: { projectId }, body: { path, again } }),
      onReport: (done) => latest.current(done),
    }),
  );
  const progress = useSyncExternalStore(queue.subscribe, queue.progress);
  useEffect(() => queue.cancel, [queue]);

  const value = useMemo(
    () => ({
      progress,
      report,
      moveToNotebooks(paths: string[], again = false) {
        setReport(null);
        queue.add(paths, again);
      },
      cancel: queue.cancel,
      dismiss: () => setReport(null),
      showDetails: () => setDetailed(true),
    }),
    [progress, report, queue],
  );
  return (
    <NotebookImportsContext.Provider value={value}>
      {children}
      {already ? <AlreadyImportedDialog file={already} onClose={() => setAlready(null)} /> : null}
      {detailed && report ? <ImportReportDialog report={report} onClose={() => setDetailed(false)} /> : null}
    </NotebookImportsContext.Provider>
  );
}
