import type { Unjudged } from '@notelab/contract';
import { ConnectAccountButton } from '../../theme/connect-account-button.tsx';
import { Mono } from '../../theme/mono.tsx';
import { PageSection } from '../../theme/page.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { Rows } from '../../theme/rows.tsx';
import { Finding } from './finding.tsx';
import { nameOf, unjudgedReasons } from './health-words.ts';
import { OpenInGitLab } from './open-in-gitlab.tsx';

const connectLabels: Partial<Record<Unjudged['reason'], string>> = {
  'no-account': 'Connect GitLab account',
  'needs-reconnect': 'Reconnect',
};

/** What the last check left open: with everybody's reason, and who is known to have seen it. */
export function UnjudgedRepositories({ unjudged }: { unjudged: Unjudged[] }) {
  if (unjudged.length === 0) return null;
  return (
    <PageSection
      title="Not judged by the last check"
      lead="A check sees what the GitLab account of who checks sees, and no more."
    >
      <Rows label="Not judged by the last check">
        {unjudged.map(({ repository, reason, branch, seenBy }) => (
          <Finding
            key={`${repository.id} ${branch}`}
            tone="note"
            title={
              <Mono>
                {repository.path}
                {branch ? `, branch ${branch}` : null}
              </Mono>
            }
            actions={
              connectLabels[reason] ? (
                <ConnectAccountButton
                  instanceId={repository.instanceId}
                  size="xs"
                  variant="default"
                  label={connectLabels[reason]}
                />
              ) : (
                <OpenInGitLab repository={repository} />
              )
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
        ))}
      </Rows>
    </PageSection>
  );
}
