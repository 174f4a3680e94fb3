import type { Unjudged } from '@notelab/contract';
import { ConnectAccountButton } from '../../theme/connect-account-button.tsx';
import { Mono } from '../../theme/mono.tsx';
import { PageSection } from '../../theme/page.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { Rows } from '../../theme/rows.tsx';
import classes from './connection-health.module.css';
import { Finding } from './finding.tsx';
import { groupUnjudged, nameOf, nameOfUnjudged, unjudgedReasons } from './health-words.ts';
import { OpenInGitLab } from './open-in-gitlab.tsx';

/** What the last check left open, why, and who is known to have seen it. */
export function UnjudgedRepositories({ unjudged }: { unjudged: Unjudged[] }) {
  if (unjudged.length === 0) return null;
  return (
    <PageSection
      title="Not judged by the last check"
      lead="A check sees what the GitLab account of who checks sees, and no more."
    >
      <Rows label="Not judged by the last check">
        {groupUnjudged(unjudged).map((group) => {
          const [first] = group;
          return group.length === 1 ? (
            <One key={nameOfUnjudged(first)} unjudged={first} />
          ) : (
            <Several key={`${first.repository.instanceId} ${first.reason}`} group={group} />
          );
        })}
      </Rows>
    </PageSection>
  );
}

function One({ unjudged }: { unjudged: Unjudged }) {
  const { repository, reason, seenBy } = unjudged;
  return (
    <Finding
      tone="note"
      title={<Mono>{nameOfUnjudged(unjudged)}</Mono>}
      actions={
        connectLabels[reason] ? <Reconnect unjudged={unjudged} /> : <OpenInGitLab repository={repository} />
      }
    >
      {unjudgedReasons[reason]}{' '}
      {seenBy ? (
        <>
          {nameOf(seenBy)} saw the repository all right <RelativeTime at={seenBy.at} />.
        </>
      ) : (
        'Nobody is known to have seen it since it was connected.'
      )}
    </Finding>
  );
}

/** What happened to all of them for one reason is said once. */
function Several({ group }: { group: [Unjudged, ...Unjudged[]] }) {
  const [first] = group;
  return (
    <Finding
      tone="note"
      title={`${group.length} on ${first.repository.instanceName}`}
      actions={connectLabels[first.reason] ? <Reconnect unjudged={first} /> : null}
    >
      {unjudgedReasons[first.reason]}
      <details className={classes.names}>
        <summary>Which</summary>
        <ul>
          {group.map((unjudged) => (
            <li key={nameOfUnjudged(unjudged)}>{nameOfUnjudged(unjudged)}</li>
          ))}
        </ul>
      </details>
    </Finding>
  );
}

const connectLabels: Partial<Record<Unjudged['reason'], string>> = {
  'no-account': 'Connect GitLab account',
  'needs-reconnect': 'Reconnect',
};

function Reconnect({ unjudged: { repository, reason } }: { unjudged: Unjudged }) {
  return (
    <ConnectAccountButton
      instanceId={repository.instanceId}
      size="xs"
      variant="default"
      label={connectLabels[reason]}
    />
  );
}
