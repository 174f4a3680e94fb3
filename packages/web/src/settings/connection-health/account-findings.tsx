import { Button } from '@mantine/core';
import type { AccountFinding } from '@notelab/contract';
import { Link } from '@tanstack/react-router';
import { useMe, useWorkspace } from '../../app/workspace.ts';
import { Chip } from '../../theme/chip.tsx';
import { ConnectAccountButton } from '../../theme/connect-account-button.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { roleNames } from '../../theme/role-words.ts';
import { Rows } from '../../theme/rows.tsx';
import { AllWell, Finding } from './finding.tsx';
import { accountSentences, askByMail, troubleReasons } from './health-words.ts';

interface AccountFindingsProps {
  findings: AccountFinding[];
  memberCount: number;
}

/** Members whose GitLab accounts do not work, and those who have none where they would need one. */
export function AccountFindings({ findings, memberCount }: AccountFindingsProps) {
  if (findings.length === 0)
    return (
      <AllWell>
        {memberCount === 1
          ? 'Your account works.'
          : `All editors and admins among the ${memberCount} members have an account that works.`}
      </AllWell>
    );
  return (
    <Rows label="Accounts">
      {findings.map((finding) => (
        <AccountRow key={`${finding.user.id} ${finding.instance.id}`} finding={finding} />
      ))}
    </Rows>
  );
}

function AccountRow({ finding }: { finding: AccountFinding }) {
  const { kind, user, role, instance, username, trouble } = finding;
  const me = useMe();
  const isMine = user.id === me.user.id;
  const isNote = kind === 'missing' || kind === 'ending';
  return (
    <Finding
      tone={isNote ? 'note' : 'attention'}
      title={user.name}
      chips={
        <>
          {isMine ? <Chip>you</Chip> : null}
          <Chip>{roleNames[role]}</Chip>
        </>
      }
      actions={<NextStep finding={finding} isMine={isMine} />}
    >
      {username === null
        ? `On ${instance.name} ${isMine ? 'you have' : 'they have'} `
        : `@${username} on ${instance.name} `}
      {accountSentences[kind]}
      {trouble ? (
        <>
          {' '}
          Since <RelativeTime at={trouble.since} />: {troubleReasons[trouble.reason]}.
        </>
      ) : null}
    </Finding>
  );
}

function NextStep({ finding, isMine }: { finding: AccountFinding; isMine: boolean }) {
  const { id: workspaceId } = useWorkspace();
  const { kind, instance } = finding;
  if (kind === 'blocked') return null;
  if (kind === 'application-refused')
    return (
      <Button
        variant="default"
        size="xs"
        renderRoot={(props) => (
          <Link to="/w/$workspaceId/settings/instances" params={{ workspaceId }} {...props} />
        )}
      >
        GitLab instances
      </Button>
    );
  if (!isMine) return <AskButton finding={finding} />;
  return (
    <ConnectAccountButton
      instanceId={instance.id}
      size="xs"
      label={kind === 'missing' ? 'Connect GitLab account' : 'Reconnect'}
    />
  );
}

/** Only the person can reconnect; an admin can ask. */
function AskButton({ finding }: { finding: AccountFinding }) {
  const workspace = useWorkspace();
  const me = useMe();
  const address = `${window.location.origin}/w/${workspace.id}/settings/account`;
  return (
    <Button
      component="a"
      href={askByMail(finding, { workspace: workspace.name, address, from: me.user.name })}
      variant="default"
      size="xs"
      aria-label={`Ask by e-mail: ${finding.user.name}`}
    >
      Ask by e-mail
    </Button>
  );
}
