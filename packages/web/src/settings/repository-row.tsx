import type { Repository, Webhook } from '@notelab/contract';
import { Chip } from '../theme/chip.tsx';
import { GitLabMark } from '../theme/gitlab-mark.tsx';
import { Mono } from '../theme/mono.tsx';
import { RelativeTime } from '../theme/relative-time.tsx';
import { Row } from '../theme/rows.tsx';
import classes from './repository-row.module.css';
import { WebhookControls } from './webhooks/webhook-controls.tsx';
import { WebhookState } from './webhooks/webhook-state.tsx';

interface RepositoryRowProps {
  repository: Repository;
  /** Its webhook, for admins; undefined where there can be none, or it is not for this user. */
  webhook: Webhook | null | undefined;
}

/** One connected repository. */
export function RepositoryRow({ repository, webhook }: RepositoryRowProps) {
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
      detail={
        <>
          {repository.instanceName} · connected by {repository.connectedBy}{' '}
          <RelativeTime at={repository.connectedAt} />
          {webhook ? <WebhookState webhook={webhook} /> : null}
        </>
      }
      chips={
        <>
          <Chip>{repository.visibility}</Chip>
          {repository.archived ? <Chip tone="modified">archived</Chip> : null}
        </>
      }
      end={webhook === undefined ? null : <WebhookControls repository={repository} webhook={webhook} />}
    />
  );
}
