import type { InstanceForUser } from '@notelab/contract';
import { IconBrandGitlab } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { myInstancesQuery } from '../../api/queries.ts';
import { useMe, useRole, useWorkspace } from '../../app/workspace.ts';
import { EmptyState } from '../../theme/empty-state.tsx';
import { QueryErrorPanel } from '../../theme/error-panel.tsx';
import { Page, PageSection } from '../../theme/page.tsx';
import { PersonPicture } from '../../theme/person-picture.tsx';
import { Frame, Row, Rows, RowsSkeleton } from '../../theme/rows.tsx';
import { GitLabAnswer } from '../gitlab-answer.tsx';
import classes from './account-settings.module.css';
import { AccountUse } from './account-use.tsx';
import { InstanceCard } from './instance-card.tsx';

/** Who the user is here and on GitLab. */
export function AccountSettings() {
  const { user } = useMe();
  const { role, name } = useWorkspace();
  const instances = useQuery(myInstancesQuery());
  return (
    <Page title="Account Settings" narrow>
      <GitLabAnswer />
      <PageSection
        title="GitLab"
        lead="Every git action you start, here or in a terminal, uses your own GitLab account and its rights. Nobody else can use it."
      >
        <div className={classes.cards}>
          <InstanceCards instances={instances} />
        </div>
      </PageSection>
      <PageSection title="Where your account was used">
        <AccountUse />
      </PageSection>
      <PageSection title="Notelab">
        <Rows label="Your Notelab account">
          <Row
            front={<PersonPicture name={user.name} size={34} />}
            title={user.name}
            detail={user.email}
            end={`${role} of ${name}`}
          />
        </Rows>
      </PageSection>
    </Page>
  );
}

interface InstanceCardsProps {
  instances: { data: InstanceForUser[] | undefined; error: unknown; refetch: () => unknown };
}

function InstanceCards({ instances }: InstanceCardsProps) {
  const workspace = useWorkspace();
  const { isAdmin } = useRole();
  if (instances.data === undefined) {
    return instances.error ? <QueryErrorPanel query={instances} /> : <RowsSkeleton count={1} height={70} />;
  }
  if (instances.data.length === 0) {
    return (
      <Frame>
        <EmptyState icon={<IconBrandGitlab size={20} />} title="No GitLab instance yet">
          {isAdmin ? (
            <>
              Add gitlab.com or your own GitLab under{' '}
              <Link to="/w/$workspaceId/settings/instances" params={{ workspaceId: workspace.id }}>
                GitLab instances
              </Link>
              ; then everybody can connect their account here.
            </>
          ) : (
            'An admin must add a GitLab instance first; then you can connect your account here.'
          )}
        </EmptyState>
      </Frame>
    );
  }
  return instances.data.map((instance) => <InstanceCard key={instance.id} instance={instance} />);
}
