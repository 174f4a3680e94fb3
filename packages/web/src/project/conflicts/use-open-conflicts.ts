import type { Checkout } from '@notelab/contract';
import { useCallback } from 'react';
import { useOpenFiles } from '../editor/open-files.tsx';

/** Opens the resolver of a checkout in the middle of the page. */
export function useOpenConflicts(): (checkout: Pick<Checkout, 'id' | 'folderName'>, file?: string) => void {
  const { open } = useOpenFiles();
  return useCallback(
    ({ id: checkoutId, folderName }, file) =>
      open({ kind: 'conflicts', checkoutId, folderName, file: file ?? null }),
    [open],
  );
}
