import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Operation, Outcome } from '@notelab/contract';
import { useEffect, useRef } from 'react';
import { useMe } from '../../app/workspace.ts';
import { offerMessage } from '../commit/message-draft.ts';
import { useOpenConflicts } from '../conflicts/use-open-conflicts.ts';
import { createOnGitLab } from '../merge-requests/merge-request-words.ts';
import { type OfferMergeRequest, useOfferMergeRequest } from '../merge-requests/offer-merge-request.tsx';
import { outcomeInWords } from './operation-words.ts';
import classes from './operations.module.css';
import { useOperations } from './operations-context.tsx';
import { splitLinks } from './split-links.ts';
import { isUnfinished } from './unfinished.ts';

/** Says for a moment how the user's own operations ended well, with what GitLab had to say. */
export function OperationNotices() {
  const { operations } = useOperations();
  const { user } = useMe();
  const offerMergeRequest = useOfferMergeRequest();
  const openConflicts = useOpenConflicts();
  const settled = useRef<Set<string> | null>(null);
  useEffect(() => {
    if (operations.length === 0 && !settled.current) return;
    const known = settled.current;
    settled.current = new Set(operations.filter((one) => !isUnfinished(one)).map(({ id }) => id));
    // What was over when the page came is no news.
    if (!known) return;
    for (const operation of operations) {
      if (operation.actorId !== user.id || known.has(operation.id)) continue;
      if (operation.status !== 'done') continue;
      notifyOutcome(operation, offerMergeRequest);
      const { checkoutId, folderName, outcome } = operation;
      if (checkoutId && outcome?.kind === 'conflicts') openConflicts({ id: checkoutId, folderName });
    }
  }, [operations, user.id, offerMergeRequest, openConflicts]);
  return null;
}

/** What can be seen where it was asked for. */
const silent = new Set<Outcome['kind']>(['fetched', 'resolved', 'reopened']);

function notifyOutcome(
  { id, outcome, folderName, checkoutId }: Operation,
  offerMergeRequest: OfferMergeRequest,
): void {
  if (!outcome || silent.has(outcome.kind)) return;
  if (checkoutId && outcome.kind === 'undone') offerMessage(checkoutId, outcome.message);
  const lines = outcome.kind === 'pushed' ? outcome.messages.filter((line) => line.trim() !== '') : [];
  const left = outcome.kind === 'submodules-updated' ? outcome.left : [];
  const hasMore = lines.length + left.length > 0 || outcome.kind === 'merge-request-created';
  notifications.show({
    id,
    title: outcomeInWords(outcome, folderName),
    message:
      lines.length > 0 ? (
        <>
          <GitLabMessages lines={lines} />
          {checkoutId ? offerMergeRequest(checkoutId, lines, () => notifications.hide(id)) : null}
        </>
      ) : left.length > 0 ? (
        <GitLabMessages lines={left.map(({ path, reason }) => `${path}: ${reason}`)} />
      ) : outcome.kind === 'merge-request-created' && outcome.webUrl ? (
        <Anchor href={outcome.webUrl} target="_blank" rel="noopener noreferrer">
          Open in GitLab
        </Anchor>
      ) : null,
    color: outcome.kind === 'conflicts' || left.length > 0 ? 'yellow' : 'teal',
    autoClose: hasMore ? 15_000 : 4_000,
  });
}

/** What GitLab said about a push; addresses in it can be followed. */
export function GitLabMessages({ lines }: { lines: string[] }) {
  return (
    <div className={classes.messages}>
      {withKeys(lines).map(([key, line]) => (
        <div key={key}>
          {withKeys(splitLinks(line)).map(([part, { text, url }]) =>
            url ? (
              <Anchor key={part} href={url} target="_blank" rel="noopener noreferrer">
                {url.includes('/merge_requests/new') ? createOnGitLab : text}
              </Anchor>
            ) : (
              <span key={part}>{text}</span>
            ),
          )}
        </div>
      ))}
    </div>
  );
}

function withKeys<T>(items: T[]): [string, T][] {
  return items.map((item, index) => [`line ${index}`, item]);
}
