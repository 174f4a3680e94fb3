import { Button, Textarea } from '@mantine/core';
import {
  type Change,
  type Checkout,
  type CheckoutStatus,
  type UserId,
  undoLastCommit,
} from '@notelab/contract';
import { IconGitCommit } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import { branchesQuery } from '../../api/queries.ts';
import { EmptyState } from '../../theme/empty-state.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { useDialogs } from '../dialogs-context.ts';
import { useDiffMode } from '../diff/diff-mode-switch.tsx';
import { branchOf } from '../git-panel/head-words.ts';
import { useWhyNotNewBranch } from '../git-panel/new-branch-field.tsx';
import { doingInWords, progressInWords } from '../operations/operation-words.ts';
import { CancelButton } from '../operations/operations-strip.tsx';
import { useFollowedOperation } from '../operations/use-followed-operation.ts';
import { parseFlag, parseText, useSessionState } from '../use-session-state.ts';
import { AmendChoice } from './amend-choice.tsx';
import { CoAuthorChoice } from './co-author-choice.tsx';
import classes from './commit.module.css';
import { CommitFileList } from './commit-file-list.tsx';
import { CommitProblem } from './commit-problem.tsx';
import { messageKeyOf } from './message-draft.ts';
import { NewBranchChoice } from './new-branch-choice.tsx';
import { type Ticks, toCommitChoice, withFiles } from './parts.ts';
import { PreflightNotices } from './preflight-notices.tsx';
import { selectAtFirst, whyNotCommit } from './selection.ts';
import { ShownChange } from './shown-change.tsx';
import { suggestBranchName } from './suggest-branch-name.ts';
import { useCommit } from './use-commit.ts';
import { usePreflight } from './use-preflight.ts';

interface CommitFormProps {
  checkout: Checkout;
  status: CheckoutStatus;
  /** Of the acting user on GitLab, when it is known. */
  username: string | null;
  onClose: () => void;
}

/** What is committed, with which words, and where to. */
export function CommitForm({ checkout, status, username, onClose }: CommitFormProps) {
  const { changes, changeCount, head } = status;
  const messageKey = messageKeyOf(checkout.id);
  const [message, setMessage] = useSessionState(messageKey, '', parseText);
  const [ticks, setTicks] = useState<Ticks>(() => ({ selected: selectAtFirst(changes), parts: new Map() }));
  const [shownPath, setShownPath] = useState<string | null>(changes[0]?.path ?? null);
  const [newBranch, setNewBranch] = useState<string | null>(head.kind === 'detached' ? '' : null);
  const [amend, setAmend] = useState(false);
  const [coAuthors, setCoAuthors] = useState<ReadonlySet<string>>(new Set());
  const outputsKey = `notelab.commit-without-outputs.${checkout.id}`;
  const [withoutOutputs, setWithoutOutputs] = useSessionState(outputsKey, false, parseFlag);
  const [reason, setReason] = useState<string | null>(null);
  const [isChecking, setChecking] = useState(false);
  const [mode, setMode] = useDiffMode();
  const { data: branches = [] } = useQuery(branchesQuery(checkout.id));
  const whyNotBranch = useWhyNotNewBranch(checkout.id, newBranch ?? '');
  const preflight = usePreflight(checkout.id, status);
  const { found } = preflight;
  const leaveOutSecrets = useSecretsLeftOut(ticks, setTicks);
  useEffect(() => {
    if (found) leaveOutSecrets(found.secrets);
  }, [found, leaveOutSecrets]);

  const leave = () => {
    setMessage('');
    sessionStorage.removeItem(messageKey);
    onClose();
  };
  const { show } = useDialogs();
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
  const running = commit.running ?? undoing.running;
  const isKept = commit.error !== null && !isBusy && wasCommitted(commit.error, commit.triedPaths, changes);
  const choice = toCommitChoice(changes, ticks);
  const changeTicks = (change: (before: Ticks) => Ticks) => {
    setTicks(change);
    setReason(null);
  };
  const ifAny = <T,>(list: T[]) => (list.length > 0 ? list : undefined);

  const submit = async () => {
    if (isBusy) return;
    const count = choice.paths.length + choice.parts.length;
    const why = whyNotCommit(message, count, { amend }) ?? (newBranch === null ? null : whyNotBranch);
    setReason(why);
    if (why) return;
    setChecking(true);
    const known = await preflight.wait().finally(() => setChecking(false));
    if (known && leaveOutSecrets(known.secrets)) {
      setReason('Something looks like a secret and was left out. Look at it above, then commit.');
      return;
    }
    isRedirected.current = newBranch !== null && known?.push.kind === 'protected';
    const notebooks = known?.notebooks.map(({ path }) => path).filter((path) => choice.paths.includes(path));
    commit.start({
      message,
      paths: choice.paths,
      parts: ifAny(choice.parts),
      withoutOutputs: withoutOutputs ? notebooks : undefined,
      coAuthors: ifAny([...coAuthors] as UserId[]),
      amend: amend || undefined,
      newBranch: newBranch ?? undefined,
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void submit();
  };
  const undo = () => {
    const oid = status.headOid;
    if (oid === null) return;
    void undoing.start(() => call(undoLastCommit, { params: { checkoutId: checkout.id }, body: { oid } }));
  };
  const chooseAmend = (next: boolean) => {
    setAmend(next);
    setReason(null);
    if (next && message.trim() === '') setMessage(found?.amendable?.message ?? '');
  };
  const chooseNewBranch = (name: string | null) => {
    setNewBranch(name);
    setReason(null);
  };
  const shown = changes.find(({ path }) => path === shownPath) ?? changes[0] ?? null;
  const error = undoing.error ?? commit.error;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Enter works in every field
    <div className={classes.form} onKeyDown={onKeyDown}>
      <PreflightNotices
        checkout={checkout}
        found={found}
        branch={branchOf(head)}
        hasNewBranch={newBranch !== null}
        ticks={ticks}
        withoutOutputs={withoutOutputs}
        disabled={isBusy}
        onTicks={changeTicks}
        onNewBranch={() => {
          const taken = branches.map(({ name }) => name);
          chooseNewBranch(suggestBranchName(username ?? '', message, taken));
        }}
        onWithoutOutputs={setWithoutOutputs}
        onShow={setShownPath}
        onFilesChanged={preflight.lookAgain}
      />
      <div className={classes.columns}>
        <div className={classes.left}>
          <Textarea
            className={classes.message}
            aria-label="Commit message"
            placeholder={'What changed, in a line\n\nWhy, if it needs saying'}
            autosize
            minRows={3}
            maxRows={7}
            value={message}
            disabled={isBusy}
            // The form comes after the dialog, whose own search for a first field is over then.
            autoFocus
            onChange={(event) => {
              setMessage(event.currentTarget.value);
              setReason(null);
            }}
          />
          <CoAuthorChoice
            people={found?.coAuthors ?? []}
            chosen={coAuthors}
            disabled={isBusy}
            onChange={setCoAuthors}
          />
          {changes.length > 0 ? (
            <CommitFileList
              changes={changes}
              changeCount={changeCount}
              ticks={ticks}
              onTicks={changeTicks}
              shown={shown?.path ?? null}
              onShow={({ path }) => setShownPath(path)}
              disabled={isBusy}
            />
          ) : (
            <div className={classes.files}>
              <EmptyState icon={<IconGitCommit size={20} />} title="Nothing to commit">
                No file has changed since the last commit.
              </EmptyState>
            </div>
          )}
          <div className={classes.branch}>
            <NewBranchChoice
              currentBranch={branchOf(head)}
              name={newBranch}
              problem={newBranch ? whyNotBranch : null}
              disabled={isBusy}
              onChange={chooseNewBranch}
            />
            <AmendChoice
              last={found?.amendable ?? null}
              checked={amend}
              disabled={isBusy}
              onChange={chooseAmend}
            />
          </div>
        </div>
        <div className={classes.right}>
          {shown ? (
            <ShownChange
              checkout={checkout}
              change={shown}
              mode={mode}
              onMode={setMode}
              ticks={ticks}
              disabled={isBusy}
              onTicks={changeTicks}
            />
          ) : (
            <EmptyState title="No difference to show">Changed files are compared here.</EmptyState>
          )}
        </div>
      </div>
      {error && !isBusy ? (
        <div className={classes.problem}>
          {undoing.error ? (
            <ErrorPanel error={undoing.error} compact />
          ) : (
            <CommitProblem
              checkout={checkout}
              error={commit.error}
              isKept={isKept}
              onRetry={() => void submit()}
              onUndo={undo}
              onLeave={leave}
            />
          )}
        </div>
      ) : null}
      <div className={classes.foot}>
        <div className={classes.footWords}>
          {running ? (
            <span role="status">
              {running.progress.phase || doingInWords(running)}{' '}
              {progressInWords({ ...running.progress, receivedBytes: null })}
            </span>
          ) : reason ? (
            <span className={classes.reason} role="alert">
              {reason}
            </span>
          ) : (
            <span className={classes.dim}>
              {found ? 'Ctrl+Enter commits and pushes' : 'Looking into the files …'}
            </span>
          )}
        </div>
        {running ? (
          <CancelButton operation={running} />
        ) : (
          <Button variant="default" onClick={isKept ? leave : onClose}>
            Cancel
          </Button>
        )}
        <Button onClick={() => void submit()} loading={isBusy}>
          Commit & Push
        </Button>
      </div>
    </div>
  );
}

/**
 * Unticks files with what looks like a secret, once: whoever ticks them again has been told.
 * @returns a function that says whether it has just unticked one
 */
function useSecretsLeftOut(ticks: Ticks, setTicks: (change: (before: Ticks) => Ticks) => void) {
  const told = useRef(new Set<string>());
  const latest = useRef(ticks);
  latest.current = ticks;
  const leaveOut = useRef((secrets: { path: string }[]): boolean => {
    const fresh = secrets.map(({ path }) => path).filter((path) => !told.current.has(path));
    for (const path of fresh) told.current.add(path);
    const ticked = fresh.filter((path) => latest.current.selected.has(path));
    if (ticked.length === 0) return false;
    setTicks((before) => withFiles(before, ticked, false));
    return true;
  });
  return leaveOut.current;
}

/** Whether a failed commit and push made its commit: then only the push failed. */
function wasCommitted(error: unknown, triedPaths: string[], changes: Change[]): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code.startsWith('push-')) return true;
  return code !== '' && triedPaths.length > 0 && !changes.some(({ path }) => triedPaths.includes(path));
}
