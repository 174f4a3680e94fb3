import { Button } from '@mantine/core';
import type { MergeRequestDetails } from '@notelab/contract';
import { IconArrowUpRight } from '@tabler/icons-react';
import { Chip } from '../../theme/chip.tsx';
import { approvalWords, pipelineWords, stateWords, threadWords } from './merge-request-words.ts';
import classes from './merge-requests.module.css';

/** One merge request: what it is called, how it stands, and the way to it. */
export function MergeRequestCard({ mergeRequest }: { mergeRequest: MergeRequestDetails }) {
  const { iid, title, targetBranch, author, reviewers, pipeline, approvals, threads, webUrl } = mergeRequest;
  const chips = [
    ...stateWords(mergeRequest),
    pipeline && pipelineWords(pipeline),
    approvals && mergeRequest.state === 'opened' ? approvalWords(approvals) : null,
    threads && threadWords(threads),
  ].filter((chip) => chip !== null);
  const asked = reviewers.map(({ name }) => name).join(', ');
  return (
    <article className={classes.card} aria-label={`Merge request !${iid}`}>
      <p className={classes.title} title={title}>
        !{iid} {title}
      </p>
      <p className={classes.detail}>
        {author.name} <span aria-hidden>→</span>
        <span className={classes.hidden}>into</span> <span className={classes.branch}>{targetBranch}</span>
        {asked ? <span className={classes.asked}>Review by {asked}</span> : null}
      </p>
      {chips.length > 0 ? (
        <div className={classes.chips}>
          {chips.map(({ text, tone, title: longer }) => (
            <Chip key={text} tone={tone} title={longer}>
              {text}
            </Chip>
          ))}
        </div>
      ) : null}
      {webUrl ? (
        <Button
          variant="default"
          size="xs"
          component="a"
          href={webUrl}
          target="_blank"
          rel="noopener noreferrer"
          rightSection={<IconArrowUpRight size={14} aria-hidden />}
        >
          Open in GitLab
        </Button>
      ) : null}
    </article>
  );
}
