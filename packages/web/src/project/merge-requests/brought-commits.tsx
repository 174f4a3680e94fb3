import { Collapse, UnstyledButton } from '@mantine/core';
import type { MergeRequestProposal } from '@notelab/contract';
import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import classes from './merge-requests.module.css';

/** What the merge request would bring, and what is pushed before. */
export function BroughtCommits({ proposal }: { proposal: MergeRequestProposal }) {
  const [open, setOpen] = useState(false);
  const { commitCount, subjects, unpushedCount, targetBranch } = proposal;
  if (commitCount === 0)
    return (
      <p className={classes.warning} role="note">
        There is no commit here that {targetBranch} does not have.
      </p>
    );
  const hidden = commitCount - subjects.length;
  return (
    <div>
      <UnstyledButton className={classes.commits} aria-expanded={open} onClick={() => setOpen(!open)}>
        <IconChevronRight size={14} aria-hidden data-open={open || undefined} />
        {count(commitCount)}
        {unpushedCount > 0 ? (
          <span className={classes.unpushed}>
            {unpushedCount === commitCount ? 'pushed first' : `${unpushedCount} of them pushed first`}
          </span>
        ) : null}
      </UnstyledButton>
      <Collapse expanded={open}>
        <ul className={classes.subjects}>
          {subjects.map((subject, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: subjects may be alike, and the list never changes
            <li key={index}>{subject}</li>
          ))}
          {hidden > 0 ? <li>and {hidden} more</li> : null}
        </ul>
      </Collapse>
    </div>
  );
}

function count(commits: number): string {
  return `${commits} ${commits === 1 ? 'commit' : 'commits'}`;
}
