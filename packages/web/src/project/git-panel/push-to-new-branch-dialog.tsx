import { Button } from '@mantine/core';
import { type Checkout, createBranch, type Operation, pushCheckout } from '@notelab/contract';
import { useEffect, useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { useOperations } from '../operations/operations-context.tsx';
import { isUnfinished } from '../operations/unfinished.ts';
import { NewBranchField, useWhyNotNewBranch } from './new-branch-field.tsx';

/** Takes commits that GitLab did not accept to a branch of their own and pushes that. */
export function PushToNewBranchDialog({ checkout, onClose }: { checkout: Checkout; onClose: () => void }) {
  const { operations, add } = useOperations();
  const [name, setName] = useState('');
  const [checked, setChecked] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [creatingId, setCreatingId] = useState<string | null>(null);
  const reason = useWhyNotNewBranch(checkout.id, name);
  const params = { checkoutId: checkout.id };

  const submit = async () => {
    if (reason) return setChecked(true);
    setError(null);
    try {
      const operation = await call(createBranch, { params, body: { name } });
      add(operation);
      setCreatingId(operation.id);
    } catch (thrown) {
      setError(thrown);
    }
  };
  const push = async () => {
    try {
      add(await call(pushCheckout, { params }));
      onClose();
    } catch (thrown) {
      setError(thrown);
    }
  };

  const creating = operations.find(({ id }) => id === creatingId) ?? null;
  useWhenEnded(creating, (ended) => {
    setCreatingId(null);
    if (ended.status === 'done') void push();
    else setError(ended.problem);
  });

  return (
    <Dialog
      title="Push to a new branch"
      onClose={onClose}
      size={460}
      onSubmit={() => void submit()}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={name === ''} loading={creatingId !== null}>
            Push
          </Button>
        </>
      }
    >
      <NewBranchField
        checkoutId={checkout.id}
        value={name}
        checked={checked}
        onChange={setName}
        description="Your commits are kept: the new branch begins at them, becomes the current one and is pushed. Then a merge request can bring them where they belong."
      />
      {error ? <ErrorPanel error={error} compact /> : null}
    </Dialog>
  );
}

/** Calls `then` once when an operation has ended. */
function useWhenEnded(operation: Operation | null, then: (ended: Operation) => void): void {
  const latest = useRef(then);
  latest.current = then;
  const ended = operation && !isUnfinished(operation) ? operation : null;
  useEffect(() => {
    if (ended) latest.current(ended);
  }, [ended]);
}
