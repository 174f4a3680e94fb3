import { Button, Menu, UnstyledButton } from '@mantine/core';
import type { Checkout, CheckoutStatus, LeftChanges } from '@notelab/contract';
import {
  IconArchive,
  IconArrowBackUp,
  IconChevronRight,
  IconGitBranch,
  IconGitMerge,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { leftChangesQuery } from '../../api/queries.ts';
import { MoreMenu } from '../../theme/more-menu.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { useDialogs } from '../dialogs-context.ts';
import { branchOf } from '../git-panel/head-words.ts';
import classes from './branches.module.css';
import { useBranchActions } from './use-branch-actions.ts';

interface LeftChangesNoticeProps {
  checkout: Checkout;
  head: CheckoutStatus['head'];
  canEdit: boolean;
}

/** What was left on branches and is still kept: that of the current branch opened, that of others counted. */
export function LeftChangesNotice({ checkout, head, canEdit }: LeftChangesNoticeProps) {
  const { data: left = [] } = useQuery(leftChangesQuery(checkout.id));
  const [all, setAll] = useState(false);
  const current = branchOf(head);
  const here = left.filter(({ branch }) => branch === current);
  const elsewhere = left.filter(({ branch }) => branch !== current);
  if (left.length === 0) return null;
  return (
    <section className={classes.left} aria-label="Changes left on branches">
      {here.map((one) => (
        <LeftEntry key={one.id} left={one} checkout={checkout} canEdit={canEdit} isHere />
      ))}
      {elsewhere.length > 0 ? (
        <UnstyledButton className={classes.leftMore} aria-expanded={all} onClick={() => setAll(!all)}>
          <IconChevronRight size={13} aria-hidden data-open={all || undefined} />
          {countFiles(elsewhere)} left on {placesOf(elsewhere)}, given back there
        </UnstyledButton>
      ) : null}
      {all
        ? elsewhere.map((one) => (
            <LeftEntry key={one.id} left={one} checkout={checkout} canEdit={canEdit} isHere={false} />
          ))
        : null}
    </section>
  );
}

interface LeftEntryProps {
  left: LeftChanges;
  checkout: Checkout;
  canEdit: boolean;
  isHere: boolean;
}

function LeftEntry({ left, checkout, canEdit, isHere }: LeftEntryProps) {
  const { giveBack, forgetLeft } = useBranchActions();
  const { show } = useDialogs();
  const { id, branch, by, at, files, fileCount } = left;
  const where = isHere ? 'here' : `on ${branch ?? 'no branch'}`;
  const title = files.join('\n') + (fileCount > files.length ? `\nand ${fileCount - files.length} more` : '');
  return (
    <div className={classes.leftEntry}>
      <IconArchive size={15} aria-hidden />
      <div className={classes.leftWords} title={title}>
        <span>{isHere ? `${countFiles([left])} left here` : files.join(', ')}</span>
        <span className={classes.dim}>
          {isHere ? '' : `${branch ?? 'no branch'}, `}
          by {by} <RelativeTime at={at} />
        </span>
      </div>
      {canEdit ? (
        <>
          {isHere ? (
            <Button size="xs" variant="default" onClick={() => void giveBack(checkout, id)}>
              Give back
            </Button>
          ) : null}
          <MoreMenu label={`More for changes left ${where}`}>
            {isHere ? (
              <Menu.Item
                leftSection={<IconGitMerge size={15} />}
                onClick={() => void giveBack(checkout, id, { withConflicts: true })}
              >
                Give back, with conflicts
              </Menu.Item>
            ) : (
              <Menu.Item
                leftSection={<IconArrowBackUp size={15} />}
                onClick={() => void giveBack(checkout, id)}
              >
                Bring them here
              </Menu.Item>
            )}
            <Menu.Item
              leftSection={<IconGitBranch size={15} />}
              onClick={() => show({ kind: 'left-to-new-branch', checkout, left })}
            >
              Put onto a new branch
            </Menu.Item>
            <Menu.Item onClick={() => void forgetLeft(checkout, id)}>Move to Recovery points</Menu.Item>
          </MoreMenu>
        </>
      ) : null}
    </div>
  );
}

function countFiles(left: LeftChanges[]): string {
  const count = left.reduce((sum, { fileCount }) => sum + fileCount, 0);
  return `${count} ${count === 1 ? 'file' : 'files'}`;
}

function placesOf(left: LeftChanges[]): string {
  const branches = new Set(left.map(({ branch }) => branch));
  if (branches.size > 1) return `${branches.size} other branches`;
  return left[0]?.branch ?? 'no branch';
}
