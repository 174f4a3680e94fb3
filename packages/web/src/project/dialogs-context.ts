import type {
  Branch,
  BranchMove,
  Checkout,
  LeftChanges,
  Ongoing,
  Problem,
  StartPoint,
} from '@notelab/contract';
import { createContext, useContext } from 'react';

/** The dialogs that several places of the page open. */
export type ProjectDialog =
  | { kind: 'connect-repository' }
  | { kind: 'commit-and-push'; checkout: Checkout }
  | { kind: 'create-branch'; checkout: Checkout; name: string; from?: StartPoint }
  | { kind: 'branches'; checkout: Checkout }
  | { kind: 'changes-choice'; checkout: Checkout; move: BranchMove; problem: Pick<Problem, 'code' | 'files'> }
  | { kind: 'left-to-new-branch'; checkout: Checkout; left: LeftChanges }
  | {
      kind: 'rename-branch';
      checkout: Checkout;
      branch: Pick<Branch, 'name' | 'upstream' | 'upstreamGone'>;
    }
  | { kind: 'delete-branch'; checkout: Checkout; branch: string; where: 'local' | 'remote' }
  | { kind: 'push-to-new-branch'; checkout: Checkout }
  /** `paths` null: all that changed. */
  | { kind: 'discard-changes'; checkout: Pick<Checkout, 'id' | 'folderName'>; paths: string[] | null }
  | { kind: 'undo-commit'; checkout: Checkout }
  | { kind: 'recovery-points'; checkout: Checkout }
  | { kind: 'create-merge-request'; checkout: Checkout }
  | { kind: 'abort-merge'; checkout: Pick<Checkout, 'id' | 'folderName'>; ongoing: Ongoing }
  | { kind: 're-clone'; checkout: Checkout }
  | { kind: 'disconnect'; checkout: Checkout }
  | { kind: 'python' };

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
