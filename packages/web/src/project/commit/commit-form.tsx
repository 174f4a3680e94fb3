import { Textarea } from '@mantine/core';
import type { Checkout, CheckoutStatus } from '@notelab/contract';
import { IconGitCommit } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { EmptyState } from '../../theme/empty-state.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { useDiffMode } from '../diff/diff-mode-switch.tsx';
import { branchOf } from '../git-panel/head-words.ts';
import { AmendChoice } from './amend-choice.tsx';
import { CoAuthorChoice } from './co-author-choice.tsx';
import classes from './commit.module.css';
import { CommitFileList } from './commit-file-list.tsx';
import { CommitFoot } from './commit-foot.tsx';
import { CommitProblem } from './commit-problem.tsx';
import { NewBranchChoice } from './new-branch-choice.tsx';
import { PreflightNotices } from './preflight-notices.tsx';
import { ShownChange } from './shown-change.tsx';
import { useCommitForm } from './use-commit-form.ts';

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
  const form = useCommitForm({ checkout, status, username, onClose });
  const { ticks, isBusy } = form;
  const [shownPath, setShownPath] = useState<string | null>(changes[0]?.path ?? null);
  const [mode, setMode] = useDiffMode();
  const shown = changes.find(({ path }) => path === shownPath) ?? changes[0] ?? null;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void form.submit();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Enter works in every field
    <div className={classes.form} onKeyDown={onKeyDown}>
      <PreflightNotices
        checkout={checkout}
        found={form.found}
        branch={branchOf(head)}
        hasNewBranch={form.newBranch !== null}
        ticks={ticks}
        withoutOutputs={form.withoutOutputs}
        disabled={isBusy}
        onTicks={form.changeTicks}
        onNewBranch={form.goToNewBranch}
        onWithoutOutputs={form.setWithoutOutputs}
        onShow={setShownPath}
        onFilesChanged={form.lookAgain}
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
            value={form.message}
            disabled={isBusy}
            // The form comes after the dialog, whose own search for a first field is over then.
            autoFocus
            onChange={(event) => form.setMessage(event.currentTarget.value)}
          />
          <CoAuthorChoice
            people={form.found?.coAuthors ?? []}
            chosen={form.coAuthors}
            disabled={isBusy}
            onChange={form.setCoAuthors}
          />
          {changes.length > 0 ? (
            <CommitFileList
              changes={changes}
              changeCount={changeCount}
              ticks={ticks}
              onTicks={form.changeTicks}
              shown={shown?.path ?? null}
              onShow={({ path }) => setShownPath(path)}
              disabled={isBusy}
              others={form.others}
              onOthers={form.setOthers}
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
              name={form.newBranch}
              problem={form.whyNotBranch}
              disabled={isBusy}
              onChange={form.setNewBranch}
            />
            <AmendChoice
              last={form.found?.amendable ?? null}
              checked={form.amend}
              disabled={isBusy}
              onChange={form.setAmend}
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
              onTicks={form.changeTicks}
            />
          ) : (
            <EmptyState title="No difference to show">Changed files are compared here.</EmptyState>
          )}
        </div>
      </div>
      {(form.undoError || form.commitError) && !isBusy ? (
        <div className={classes.problem}>
          {form.undoError ? (
            <ErrorPanel error={form.undoError} compact />
          ) : (
            <CommitProblem
              checkout={checkout}
              error={form.commitError}
              isKept={form.isKept}
              onRetry={() => void form.submit()}
              onUndo={form.undo}
              onLeave={form.leave}
            />
          )}
        </div>
      ) : null}
      <CommitFoot form={form} onClose={onClose} />
    </div>
  );
}
