import type { ErrorCode } from '@notelab/contract';
import { checkoutOperations } from './checkout-operations.ts';
import { exportOperations } from './export-operations.ts';
import type { Ending, Ground } from './ground.ts';
import { terminalOperations } from './terminal-operations.ts';
import { workspaceOperations } from './workspace-operations.ts';

/** One thing that a person does, once. */
export interface Step {
  act(): Promise<Ending>;
  /** What the person does after the first try failed; without it, the same again. */
  actAgain?(): Promise<Ending>;
  /** Throws unless what was wanted is so, and only once. */
  check(): Promise<void>;
}

export interface Operation {
  name: string;
  /**
   * `account`: makes or ends the very account, so tokens cannot be in trouble meanwhile. `list`: asks what there is.
   * `read`: is about one repository, and changes nothing on GitLab. `write`: changes something there.
   */
  kind: 'account' | 'list' | 'read' | 'write';
  /** What a second try may be answered with because the first one had come through. */
  alreadyDone?: ErrorCode[];
  /** When it is done local work is gone, as the person wished; when it fails nothing is. */
  discardsWork?: true;
  /** Makes it possible to do it once more; `number` is another one each time. */
  arrange(ground: Ground, number: number): Promise<Step>;
}

/** What people do that needs GitLab. */
export const operations: Operation[] = [
  ...workspaceOperations,
  ...checkoutOperations,
  ...exportOperations,
  ...terminalOperations,
];
