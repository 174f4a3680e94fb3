import { Button } from '@mantine/core';
import type { Checkout, Ongoing } from '@notelab/contract';
import { IconGitMerge } from '@tabler/icons-react';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { useDialogs } from '../dialogs-context.ts';
import classes from './ongoing-notice.module.css';
import { canEnd, explainOngoing, ongoingInWords, originInWords } from './ongoing-words.ts';
import { useMergingActions } from './use-merging-actions.ts';
import { useOpenConflicts } from './use-open-conflicts.ts';

interface OngoingNoticeProps {
  checkout: Checkout;
  ongoing: Ongoing;
  canEdit: boolean;
  busy: boolean;
}

/** A merge or pull that waits for somebody, above everything else that Git says. */
export function OngoingNotice({ checkout, ongoing, canEdit, busy }: OngoingNoticeProps) {
  const openConflicts = useOpenConflicts();
  const { finish } = useMergingActions();
  const { show } = useDialogs();
  const { begun, openCount, files } = ongoing;
  return (
    <section className={classes.notice} aria-label="Under way">
      <IconGitMerge size={16} aria-hidden />
      <div className={classes.words}>
        <p className={classes.title}>{ongoingInWords(ongoing)}</p>
        <p>{explainOngoing(ongoing)}</p>
        <p className={classes.dim}>
          {begun ? (
            <>
              begun <RelativeTime at={begun.at} /> by {begun.by}
            </>
          ) : (
            originInWords(ongoing)
          )}
        </p>
        <div className={classes.actions}>
          {files.length > 0 ? (
            <Button
              size="xs"
              variant={openCount > 0 ? 'filled' : 'default'}
              onClick={() => openConflicts(checkout)}
            >
              Resolve conflicts
            </Button>
          ) : null}
          {canEdit && canEnd(ongoing) ? (
            <>
              {openCount === 0 ? (
                <Button size="xs" loading={busy} onClick={() => void finish(checkout)}>
                  Finish
                </Button>
              ) : null}
              <Button
                size="xs"
                variant="default"
                onClick={() => show({ kind: 'abort-merge', checkout, ongoing })}
              >
                Abort
              </Button>
            </>
          ) : null}
        </div>
      </div>
    </section>
  );
}
