import type { Checkout } from '@notelab/contract';
import { useOpenFiles } from '../editor/open-files.tsx';
import type { HistoryView } from './history-view.ts';

/** Opens the History tab of a checkout, where some commits are listed and one may be selected. */
export function useOpenHistory({
  id,
  folderName,
}: Pick<Checkout, 'id' | 'folderName'>): (view: HistoryView, commit?: string) => void {
  const { open } = useOpenFiles();
  return (view, commit) =>
    open({ kind: 'history', checkoutId: id, folderName, view, commit: commit ?? null });
}
