import type { Checkout } from '@notelab/contract';
import { createContext, useContext } from 'react';

/** The dialogs that several places of the page open. */
export type ProjectDialog =
  | { kind: 'connect-repository' }
  | { kind: 'commit-and-push'; checkout: Checkout }
  | { kind: 'create-branch'; checkout: Checkout; name: string }
  | { kind: 'push-to-new-branch'; checkout: Checkout }
  /** `paths` null: all that changed. */
  | { kind: 'discard-changes'; checkout: Pick<Checkout, 'id' | 'folderName'>; paths: string[] | null }
  | { kind: 'recovery-points'; checkout: Checkout }
  | { kind: 're-clone'; checkout: Checkout }
  | { kind: 'disconnect'; checkout: Checkout };

export interface Dialogs {
  show(dialog: ProjectDialog): void;
  close(): void;
}

export const DialogsContext = createContext<Dialogs | null>(null);

export function useDialogs(): Dialogs {
  const dialogs = useContext(DialogsContext);
  if (!dialogs) throw new Error('Only below the project page.');
  return dialogs;
}
