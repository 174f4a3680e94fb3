import type { KernelState } from '@notelab/contract';
import { useState } from 'react';
import { useKernel } from './use-kernel.ts';

type Status = KernelState['status'];
const alive: readonly Status[] = ['starting', 'idle', 'busy', 'restarting'];

/** Whether there was a kernel that a server which was started again knows nothing of. It ends with a new one. */
export function useLostKernel(): { isLost: boolean; dismiss: () => void } {
  const status = useKernel((kernel) => kernel.status);
  const [known, setKnown] = useState({ status, isLost: false });
  if (known.status !== status)
    setKnown({ status, isLost: status === 'none' && alive.includes(known.status) });
  return { isLost: known.isLost, dismiss: () => setKnown({ status, isLost: false }) };
}
