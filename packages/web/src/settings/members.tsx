import type { Member } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { membersQuery } from '../api/queries.ts';
import { useRole, useWorkspace } from '../app/workspace.ts';
import { QueryErrorPanel } from '../theme/error-panel.tsx';
import { Page, PageSection } from '../theme/page.tsx';
import { Rows, RowsSkeleton } from '../theme/rows.tsx';
import { Invitations } from './invitations.tsx';
import { MemberRow } from './member-row.tsx';

/** Who is in the workspace, with which role, and who may still come in. */
export function Members() {
  const workspace = useWorkspace();
  const { isAdmin } = useRole();
  const members = useQuery(membersQuery(workspace.id));
  return (
    <Page
      title="Members"
      lead="Viewers see everything and comment. Editors also edit, run and use git. Admins also manage the workspace."
      narrow
    >
      <MemberList members={members} />
      {isAdmin ? (
        <PageSection
          title="Invitation links"
          lead="Whoever has a link can join once with its role. Send it the way you would send a password."
        >
          <Invitations />
        </PageSection>
      ) : null}
    </Page>
  );
}

interface MemberListProps {
  members: { data: Member[] | undefined; error: unknown; refetch: () => unknown };
}

function MemberList({ members }: MemberListProps) {
  if (members.data === undefined) {
    return members.error ? <QueryErrorPanel query={members} /> : <RowsSkeleton count={3} height={58} />;
  }
  return (
    <Rows label="Members">
      {members.data.map((member) => (
        <MemberRow key={member.user.id} member={member} />
      ))}
    </Rows>
  );
}
