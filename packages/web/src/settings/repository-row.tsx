import type { Repository } from '@notelab/contract';
import { Chip } from '../theme/chip.tsx';
import { GitLabMark } from '../theme/gitlab-mark.tsx';
import { Mono } from '../theme/mono.tsx';
import { RelativeTime } from '../theme/relative-time.tsx';
import { Row } from '../theme/rows.tsx';
import classes from './repository-row.module.css';

/** One connected repository. */
export function RepositoryRow({ repository }: { repository: Repository }) {
  return (
    <Row
      front={<GitLabMark />}
      title={
        <a
          href={repository.webUrl}
          target="_blank"
          rel="noreferrer"
          className={classes.path}
          title="Open in GitLab"
        >
          <Mono>{repository.path}</Mono>
        </a>
      }
      detail={repository.instanceName}
      chips={
        <>
          <Chip>{repository.visibility}</Chip>
          {repository.archived ? <Chip tone="modified">archived</Chip> : null}
        </>
      }
      end={
        <span>
          connected by {repository.connectedBy} <RelativeTime at={repository.connectedAt} />
        </span>
      }
    />
  );
}
