import { Button, Radio } from '@mantine/core';
import type { BranchMove, ChangesChoice, Checkout, Problem } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { checkoutStatusQuery } from '../../api/queries.ts';
import { Dialog } from '../../theme/dialog.tsx';
import { useDialogs } from '../dialogs-context.ts';
import { branchOf } from '../git-panel/head-words.ts';
import classes from './branches.module.css';
import { useBranchActions } from './use-branch-actions.ts';

interface ChangesChoiceDialogProps {
  checkout: Checkout;
  move: BranchMove;
  /** `changes-need-choice`, or `changes-do-not-apply` once they could not be brought along. */
  problem: Pick<Problem, 'code' | 'files'>;
  onClose: () => void;
}

type Choice = ChangesChoice | 'commit';

const mostFiles = 100;

/** Local changes are in the way of another branch: what is to become of them? */
export function ChangesChoiceDialog({ checkout, move, problem, onClose }: ChangesChoiceDialogProps) {
  const { data: status } = useQuery(checkoutStatusQuery(checkout.id));
  const { moveWith } = useBranchActions();
  const { show } = useDialogs();
  const [choice, setChoice] = useState<Choice>('leave');
  const { files = [] } = problem;
  const fits = problem.code !== 'changes-do-not-apply';
  const to = move.kind === 'switch' ? move.branch : move.name;
  const from = status ? branchOf(status.head) : null;
  const count = status?.changeCount ?? files.length;
  const all = count === 1 ? 'The changed file is' : `All ${count} changed files are`;

  const submit = () => {
    if (choice === 'commit') return show({ kind: 'commit-and-push', checkout });
    void moveWith(checkout, move, choice);
    onClose();
  };
  return (
    <Dialog
      title={move.kind === 'switch' ? `Switch to ${to}` : `Create ${to}`}
      onClose={onClose}
      size={520}
      onSubmit={submit}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit">
            {choice === 'commit' ? 'Commit …' : move.kind === 'switch' ? 'Switch' : 'Create branch'}
          </Button>
        </>
      }
    >
      <div>
        <p className={classes.words}>
          {fits
            ? `${to} has other content in ${files.length === 1 ? 'a file' : 'files'} with local changes:`
            : `You and ${to} changed the same places, so these changes cannot be brought along:`}
        </p>
        <ul className={classes.files} aria-label="Files in the way">
          {files.slice(0, mostFiles).map((path) => (
            <li key={path}>{path}</li>
          ))}
          {files.length > mostFiles ? <li>and {files.length - mostFiles} more</li> : null}
        </ul>
      </div>
      <Radio.Group
        label="Your changes"
        value={choice}
        onChange={(value) => setChoice(value as Choice)}
        classNames={{ label: classes.choicesLabel }}
      >
        <div className={classes.choices}>
          <Radio
            value="leave"
            label="Leave here"
            description={
              from === null
                ? `${all} kept, new ones too. The Git panel lists them until somebody brings them back.`
                : `${all} kept for ${from}, new ones too, and given back when anybody returns to it.`
            }
            data-autofocus
          />
          <Radio
            value="bring"
            label="Bring along"
            disabled={!fits}
            description={`${all} merged into ${to}. Where that does not fit, nothing changes.`}
          />
          <Radio
            value="commit"
            label="Commit first"
            description={from === null ? 'To a new branch.' : `To ${from}. Then switch again.`}
          />
        </div>
      </Radio.Group>
    </Dialog>
  );
}
