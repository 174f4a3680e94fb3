import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import {
  type Checkout,
  createMergeRequest,
  type MergeRequestProposal,
  type Reviewer,
} from '@notelab/contract';
import { IconArrowUpRight } from '@tabler/icons-react';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { toShownProblem } from '../../api/problem.ts';
import { BranchSelect } from '../../integrations/branch-select.tsx';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { useCheckoutActions } from '../git-panel/use-checkout-actions.ts';
import { doingInWords, progressInWords } from '../operations/operation-words.ts';
import { CancelButton } from '../operations/operations-strip.tsx';
import { useFollowedOperation } from '../operations/use-followed-operation.ts';
import { BroughtCommits } from './brought-commits.tsx';
import classes from './merge-requests.module.css';
import { ReviewersField } from './reviewers-field.tsx';

interface MergeRequestFormProps {
  checkout: Checkout;
  proposal: MergeRequestProposal;
  targetBranch: string;
  onTarget: (branch: string) => void;
  onClose: () => void;
}

export function MergeRequestForm(props: MergeRequestFormProps) {
  const { checkout, proposal, targetBranch, onTarget, onClose } = props;
  const { sourceBranch, squash, newPageUrl } = proposal;
  // What nobody has typed in follows the proposal, which follows the target.
  const [typed, setTyped] = useState<{ title?: string; description?: string }>({});
  const [draft, setDraft] = useState(false);
  const [reviewers, setReviewers] = useState<Reviewer[]>([]);
  const [removeSourceBranch, setRemoveSourceBranch] = useState(proposal.removeSourceBranch);
  const [isSquashed, setSquashed] = useState(squash === 'on' || squash === 'always');
  const [reason, setReason] = useState<string | null>(null);
  const { pull } = useCheckoutActions();
  const creation = useFollowedOperation(onClose);
  const title = typed.title ?? proposal.title;
  const description = typed.description ?? proposal.description;
  const isItself = targetBranch === sourceBranch;

  const submit = () => {
    if (creation.isBusy || isItself) return;
    const why = title.trim() === '' ? 'A title is needed.' : null;
    setReason(why);
    if (why) return;
    const body = {
      sourceBranch,
      targetBranch,
      title,
      description,
      draft,
      reviewerIds: reviewers.map(({ gitlabId }) => gitlabId),
      removeSourceBranch,
      squash: isSquashed,
    };
    void creation.start(() => call(createMergeRequest, { params: { checkoutId: checkout.id }, body }));
  };

  return (
    <Dialog
      title="Create merge request"
      size={600}
      onClose={onClose}
      onSubmit={submit}
      footer={
        <>
          {newPageUrl ? (
            <Button
              className={classes.footLink}
              variant="subtle"
              color="gray"
              component="a"
              href={newPageUrl}
              target="_blank"
              rel="noopener noreferrer"
              rightSection={<IconArrowUpRight size={14} aria-hidden />}
            >
              Open on GitLab
            </Button>
          ) : null}
          {creation.running ? (
            <CancelButton operation={creation.running} />
          ) : (
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
          )}
          <Button type="submit" disabled={isItself} loading={creation.isBusy}>
            Create merge request
          </Button>
        </>
      }
    >
      <div className={classes.form}>
        <div className={classes.branches}>
          <div className={classes.source}>
            <span className={classes.label}>Source branch</span>
            <span className={classes.sourceName} title={sourceBranch}>
              {sourceBranch}
            </span>
          </div>
          <span className={classes.arrow} aria-hidden>
            →
          </span>
          <div className={classes.target}>
            <BranchSelect
              label="Target branch"
              repository={checkout.repositoryId ? { id: checkout.repositoryId, defaultBranch: null } : null}
              value={targetBranch}
              onChange={onTarget}
              error={isItself ? 'A branch cannot be merged into itself.' : undefined}
            />
          </div>
        </div>
        <BroughtCommits proposal={proposal} />
        <TextInput
          label="Title"
          value={title}
          maxLength={255}
          error={reason}
          disabled={creation.isBusy}
          data-autofocus
          onChange={(event) => {
            setTyped({ ...typed, title: event.currentTarget.value });
            setReason(null);
          }}
        />
        <Textarea
          label="Description"
          description={proposal.fromTemplate ? 'From the template of the repository' : undefined}
          autosize
          minRows={4}
          maxRows={9}
          value={description}
          disabled={creation.isBusy}
          onChange={(event) => setTyped({ ...typed, description: event.currentTarget.value })}
        />
        <ReviewersField
          checkoutId={checkout.id}
          value={reviewers}
          onChange={setReviewers}
          disabled={creation.isBusy}
        />
        <div className={classes.choices}>
          <Checkbox
            label="Draft"
            description="Cannot be merged until it is marked as ready"
            checked={draft}
            disabled={creation.isBusy}
            onChange={(event) => setDraft(event.currentTarget.checked)}
          />
          <Checkbox
            label="Delete the source branch when it is merged"
            checked={removeSourceBranch}
            disabled={creation.isBusy}
            onChange={(event) => setRemoveSourceBranch(event.currentTarget.checked)}
          />
          {squash === 'never' ? null : (
            <Checkbox
              label="Squash commits when it is merged"
              description={squash === 'always' ? 'The repository always does that' : undefined}
              checked={isSquashed}
              disabled={creation.isBusy || squash === 'always'}
              onChange={(event) => setSquashed(event.currentTarget.checked)}
            />
          )}
        </div>
        {creation.running ? (
          <p className={classes.detail} role="status">
            {creation.running.progress.phase || doingInWords(creation.running)}{' '}
            {progressInWords(creation.running.progress)}
          </p>
        ) : null}
        {creation.error && !creation.isBusy ? (
          // In a low window it would come up below what is seen.
          <div ref={(panel) => panel?.scrollIntoView({ block: 'end' })}>
            <ErrorPanel
              error={creation.error}
              compact
              onRetry={toShownProblem(creation.error).next === 'try-again' ? submit : undefined}
              steps={{
                'pull-first': () => {
                  onClose();
                  void pull(checkout);
                },
              }}
            />
          </div>
        ) : null}
      </div>
    </Dialog>
  );
}
