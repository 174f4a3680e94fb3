import { Button } from '@mantine/core';
import type { AccountFinding } from '@notelab/contract';
import { useMe, useWorkspace } from '../../app/workspace.ts';
import { Chip } from '../../theme/chip.tsx';
import { ConnectAccountButton } from '../../theme/connect-account-button.tsx';
import { roleNames } from '../../theme/role-words.ts';
import { Rows } from '../../theme/rows.tsx';
import { AllWell, Finding } from './finding.tsx';
import { askByMail } from './health-words.ts';

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
  const { kind, user, role, instance, username } = finding;
  const me = useMe();
  const isMine = user.id === me.user.id;
  return (
    <Finding
      tone={kind === 'needs-reconnect' ? 'attention' : 'note'}
      title={user.name}
      chips={
        <>
          {isMine ? <Chip>you</Chip> : null}
          <Chip>{roleNames[role]}</Chip>
        </>
      }
      actions={
        isMine ? (
          <ConnectAccountButton
            instanceId={instance.id}
            size="xs"
            label={kind === 'missing' ? 'Connect GitLab account' : 'Reconnect'}
          />
        ) : (
          <AskButton finding={finding} />
        )
      }
    >
      {kind === 'missing' ? (
        <>Has no account on {instance.name} yet, and can neither pull nor push there.</>
      ) : (
        <>
          @{username} on {instance.name} has to be reconnected: GitLab no longer accepts it.
        </>
      )}
    </Finding>
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
      aria-label={`Ask ${finding.user.name} by e-mail`}
    >
      Ask by e-mail
    </Button>
  );
}
