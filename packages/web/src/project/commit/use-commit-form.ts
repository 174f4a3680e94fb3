import { type Checkout, type CheckoutStatus, type UserId, undoLastCommit } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import { branchesQuery } from '../../api/queries.ts';
import { useDialogs } from '../dialogs-context.ts';
import { useWhyNotNewBranch } from '../git-panel/new-branch-field.tsx';
import { useFollowedOperation } from '../operations/use-followed-operation.ts';
import { parseFlag, parseText, useSessionState } from '../use-session-state.ts';
import { messageKeyOf } from './message-draft.ts';
import { type Ticks, toCommitChoice } from './parts.ts';
import { selectAtFirst, whyNotCommit } from './selection.ts';
import { suggestBranchName } from './suggest-branch-name.ts';
import { useCommit } from './use-commit.ts';
import { usePreflight } from './use-preflight.ts';
import { useSecretsLeftOut } from './use-secrets-left-out.ts';
import { wasCommitted } from './was-committed.ts';

export type CommitFormState = ReturnType<typeof useCommitForm>;

interface CommitFormSubject {
  checkout: Checkout;
  status: CheckoutStatus;
  /** Of the acting user on GitLab, when it is known. */
  username: string | null;
  onClose: () => void;
}

/** What is chosen in the commit dialog, and what its buttons do. */
export function useCommitForm({ checkout, status, username, onClose }: CommitFormSubject) {
  const { changes, head } = status;
  const { show } = useDialogs();
  const messageKey = messageKeyOf(checkout.id);
  const [message, setMessage] = useSessionState(messageKey, '', parseText);
  const [ticks, setTicks] = useState<Ticks>(() => ({ selected: selectAtFirst(changes), parts: new Map() }));
  const [others, setOthers] = useState(false);
  const [newBranch, setNewBranch] = useState<string | null>(head.kind === 'detached' ? '' : null);
  const [amend, setAmend] = useState(false);
  const [coAuthors, setCoAuthors] = useState<ReadonlySet<string>>(new Set());
  const outputsKey = `notelab.commit-without-outputs.${checkout.id}`;
  const [withoutOutputs, setWithoutOutputs] = useSessionState(outputsKey, false, parseFlag);
  const [reason, setReason] = useState<string | null>(null);
  const [isChecking, setChecking] = useState(false);
  const { data: branches = [] } = useQuery(branchesQuery(checkout.id));
  const whyNotBranch = useWhyNotNewBranch(checkout.id, newBranch ?? '');
  const preflight = usePreflight(checkout.id, status);
  const { found } = preflight;
  const leaveOutSecrets = useSecretsLeftOut(found?.secrets ?? [], ticks, setTicks);

  const leave = () => {
    setMessage('');
    sessionStorage.removeItem(messageKey);
    onClose();
  };
  const isRedirected = useRef(false);
  const commit = useCommit(checkout, () => {
    leave();
    // What may not go to the protected branch itself comes there by a merge request.
    if (isRedirected.current) show({ kind: 'create-merge-request', checkout });
  });
  const undoing = useFollowedOperation(() => {
    commit.reset();
    setAmend(false);
  });
  const isBusy = isChecking || commit.isBusy || undoing.isBusy;
  /** A choice answers what was missing before. */
  const answering =
    <T>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      setReason(null);
    };
  const choice = toCommitChoice(changes, ticks);

  async function submit(): Promise<void> {
    if (isBusy) return;
    const count = choice.paths.length + choice.parts.length + (others ? 1 : 0);
    const why = whyNotCommit(message, count, { amend }) ?? (newBranch === null ? null : whyNotBranch);
    setReason(why);
    if (why) return;
    setChecking(true);
    const known = await preflight.wait().finally(() => setChecking(false));
    if (known && leaveOutSecrets(known.secrets))
      return setReason('Something looks like a secret and was left out. Look at it above, then commit.');
    isRedirected.current = newBranch !== null && known?.push.kind === 'protected';
    const isCommitted = (path: string) =>
      choice.paths.includes(path) || (others && !changes.some((change) => change.path === path));
    const notebooks = known?.notebooks.map(({ path }) => path).filter(isCommitted);
    const unticked = [...changes, ...(known?.secrets ?? [])]
      .map(({ path }) => path)
      .filter((path) => !ticks.selected.has(path));
    commit.start({
      message,
      paths: choice.paths,
      parts: ifAny(choice.parts),
      allExcept: others ? [...new Set(unticked)] : undefined,
      withoutOutputs: withoutOutputs ? notebooks : undefined,
      coAuthors: ifAny([...coAuthors] as UserId[]),
      amend: amend || undefined,
      newBranch: newBranch ?? undefined,
    });
  }

  return {
    message,
    ticks,
    others,
    newBranch,
    amend,
    coAuthors,
    withoutOutputs,
    /** Why it cannot be committed like this, once that was tried. */
    reason,
    whyNotBranch: newBranch ? whyNotBranch : null,
    found,
    lookAgain: preflight.lookAgain,
    isBusy,
    running: commit.running ?? undoing.running,
    commitError: commit.error,
    undoError: undoing.error,
    /** The commit is made, only the push failed. */
    isKept: commit.error !== null && !isBusy && wasCommitted(commit.error, commit.triedPaths, changes),
    setMessage: answering(setMessage),
    changeTicks: answering(setTicks),
    setOthers: answering(setOthers),
    setNewBranch: answering(setNewBranch),
    setCoAuthors,
    setWithoutOutputs,
    setAmend: answering((next: boolean) => {
      setAmend(next);
      if (next && message.trim() === '') setMessage(found?.amendable?.message ?? '');
    }),
    goToNewBranch() {
      const taken = branches.map(({ name }) => name);
      answering(setNewBranch)(suggestBranchName(username ?? '', message, taken));
    },
    submit,
    undo() {
      const oid = status.headOid;
      if (oid === null) return;
      const params = { checkoutId: checkout.id };
      void undoing.start(() => call(undoLastCommit, { params, body: { oid } }));
    },
    leave,
  };
}

function ifAny<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}
