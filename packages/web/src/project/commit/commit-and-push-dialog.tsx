import { Button, CloseButton, Modal, Skeleton, Textarea } from '@mantine/core';
import type { Change, Checkout, CheckoutStatus } from '@notelab/contract';
import { IconGitCommit } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { checkoutStatusQuery } from '../../api/queries.ts';
import { Chip } from '../../theme/chip.tsx';
import { EmptyState } from '../../theme/empty-state.tsx';
import { QueryErrorPanel } from '../../theme/error-panel.tsx';
import { useFocusReturn } from '../../theme/use-focus-return.ts';
import diffClasses from '../diff/diff.module.css';
import { DiffModeSwitch, useDiffMode } from '../diff/diff-mode-switch.tsx';
import { DiffPane } from '../diff/diff-pane.tsx';
import { isImagePath } from '../diff/image-source.ts';
import { branchOf } from '../git-panel/head-words.ts';
import { useWhyNotNewBranch } from '../git-panel/new-branch-field.tsx';
import { useRemoteAccess } from '../git-panel/use-remote-access.ts';
import { doingInWords, progressInWords } from '../operations/operation-words.ts';
import { CancelButton } from '../operations/operations-strip.tsx';
import { parseText, useSessionState } from '../use-session-state.ts';
import classes from './commit.module.css';
import { CommitFileList } from './commit-file-list.tsx';
import { CommitProblem } from './commit-problem.tsx';
import { NewBranchChoice } from './new-branch-choice.tsx';
import { selectAtFirst, toCommitPaths, whyNotCommit, withTicks } from './selection.ts';
import { UnsavedNotice } from './unsaved-notice.tsx';
import { useCommit } from './use-commit.ts';

interface CommitAndPushDialogProps {
  checkout: Checkout;
  onClose: () => void;
}

/** Commits chosen files with a message, and pushes. */
export function CommitAndPushDialog({ checkout, onClose }: CommitAndPushDialogProps) {
  useFocusReturn();
  // The files as they are now: what was known before may be minutes old.
  const query = useQuery({ ...checkoutStatusQuery(checkout.id), refetchOnMount: 'always' });
  const status = query.isFetchedAfterMount ? query.data : undefined;
  const access = useRemoteAccess(checkout);
  return (
    <Modal.Root opened onClose={onClose} size="min(1060px, 94vw)" centered>
      <Modal.Overlay backgroundOpacity={0.45} />
      <Modal.Content radius={12}>
        <div className={classes.content}>
          <div className={classes.head}>
            <Modal.Title className={classes.title}>Commit & Push</Modal.Title>
            <Chip>{checkout.folderName}</Chip>
            {access.kind === 'open' ? (
              <>
                <span className={classes.dim}>as</span>
                <Chip>@{access.account.username}</Chip>
              </>
            ) : null}
            <CloseButton className={classes.close} aria-label="Close" onClick={onClose} />
          </div>
          {status ? (
            <CommitForm checkout={checkout} status={status} onClose={onClose} />
          ) : query.isError ? (
            <div className={classes.plain}>
              <QueryErrorPanel query={query} />
            </div>
          ) : (
            <div className={classes.plain} role="status" aria-label="Looking for changes">
              <Skeleton height={70} radius={7} width="34%" />
              {[26, 30, 22].map((width) => (
                <Skeleton key={width} height={10} width={`${width}%`} mt={18} />
              ))}
            </div>
          )}
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}

interface CommitFormProps extends CommitAndPushDialogProps {
  status: CheckoutStatus;
}

function CommitForm({ checkout, status, onClose }: CommitFormProps) {
  const { changes, changeCount, head } = status;
  const messageKey = `notelab.commit-message.${checkout.id}`;
  const [message, setMessage] = useSessionState(messageKey, '', parseText);
  const [selected, setSelected] = useState(() => selectAtFirst(changes));
  const [shownPath, setShownPath] = useState<string | null>(changes[0]?.path ?? null);
  const [newBranch, setNewBranch] = useState<string | null>(head.kind === 'detached' ? '' : null);
  const [reason, setReason] = useState<string | null>(null);
  const [mode, setMode] = useDiffMode();
  const whyNotBranch = useWhyNotNewBranch(checkout.id, newBranch ?? '');

  const leave = () => {
    setMessage('');
    sessionStorage.removeItem(messageKey);
    onClose();
  };
  const commit = useCommit(checkout, leave);
  const paths = toCommitPaths(changes, selected);
  const isBusy = commit.isStarting || commit.running !== null;
  const isKept = commit.error !== null && !isBusy && wasCommitted(commit.error, commit.triedPaths, changes);

  const submit = () => {
    if (isBusy) return;
    const why = whyNotCommit(message, paths.length) ?? (newBranch === null ? null : whyNotBranch);
    setReason(why);
    if (!why) void commit.start({ message, paths, newBranch: newBranch ?? undefined });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  };
  const shown = changes.find(({ path }) => path === shownPath) ?? changes[0] ?? null;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Enter works in every field
    <div className={classes.form} onKeyDown={onKeyDown}>
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
          <UnsavedNotice
            folderName={checkout.folderName}
            disabled={isBusy}
            onSaved={(saved) => setSelected((before) => withTicks(before, saved, true))}
          />
          {changes.length > 0 ? (
            <CommitFileList
              changes={changes}
              changeCount={changeCount}
              selected={selected}
              onSelect={(next) => {
                setSelected(next);
                setReason(null);
              }}
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
          <NewBranchChoice
            currentBranch={branchOf(head)}
            name={newBranch}
            problem={newBranch ? whyNotBranch : null}
            disabled={isBusy}
            onChange={(name) => {
              setNewBranch(name);
              setReason(null);
            }}
          />
        </div>
        <div className={classes.right}>
          {shown ? (
            <ShownChange checkout={checkout} change={shown} mode={mode} onMode={setMode} />
          ) : (
            <EmptyState title="No difference to show">Changed files are compared here.</EmptyState>
          )}
        </div>
      </div>
      {commit.error && !isBusy ? (
        <div className={classes.problem}>
          <CommitProblem
            checkout={checkout}
            error={commit.error}
            isKept={isKept}
            onRetry={submit}
            onLeave={leave}
          />
        </div>
      ) : null}
      <div className={classes.foot}>
        <div className={classes.footWords}>
          {commit.running ? (
            <span role="status">
              {commit.running.progress.phase || doingInWords(commit.running)}{' '}
              {progressInWords({ ...commit.running.progress, receivedBytes: null })}
            </span>
          ) : reason ? (
            <span className={classes.reason} role="alert">
              {reason}
            </span>
          ) : (
            <span className={classes.dim}>Ctrl+Enter commits and pushes</span>
          )}
        </div>
        {commit.running ? (
          <CancelButton operation={commit.running} />
        ) : (
          <Button variant="default" onClick={isKept ? leave : onClose}>
            Cancel
          </Button>
        )}
        <Button onClick={submit} loading={isBusy}>
          Commit & Push
        </Button>
      </div>
    </div>
  );
}

interface ShownChangeProps {
  checkout: Checkout;
  change: Change;
  mode: ReturnType<typeof useDiffMode>[0];
  onMode: ReturnType<typeof useDiffMode>[1];
}

function ShownChange({ checkout, change, mode, onMode }: ShownChangeProps) {
  const { path, originalPath } = change;
  return (
    <div className={diffClasses.pane}>
      <div className={diffClasses.head}>
        <span className={diffClasses.path} title={path}>
          <bdi>{originalPath ? `${originalPath} → ${path}` : path}</bdi>
        </span>
        <div className={diffClasses.headEnd}>
          {isImagePath(path) ? null : <DiffModeSwitch mode={mode} onChange={onMode} />}
        </div>
      </div>
      <div className={diffClasses.body}>
        <DiffPane key={path} checkout={checkout} path={path} originalPath={originalPath} mode={mode} />
      </div>
    </div>
  );
}

/** Whether a failed commit and push made its commit: then only the push failed. */
function wasCommitted(error: unknown, triedPaths: string[], changes: Change[]): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code.startsWith('push-')) return true;
  return code !== '' && triedPaths.length > 0 && !changes.some(({ path }) => triedPaths.includes(path));
}
