import { Button } from '@mantine/core';
import type { Instance } from '@notelab/contract';
import { IconServer2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { instancesQuery } from '../../api/queries.ts';
import { useRole } from '../../app/workspace.ts';
import { EmptyState } from '../../theme/empty-state.tsx';
import { QueryErrorPanel } from '../../theme/error-panel.tsx';
import { Page } from '../../theme/page.tsx';
import { Frame, Rows, RowsSkeleton } from '../../theme/rows.tsx';
import { AdminsOnly } from '../admins-only.tsx';
import { AddInstanceDialog } from './add-instance-dialog.tsx';
import { InstanceRow } from './instance-row.tsx';

/** The GitLab sites of this installation. */
export function Instances() {
  const { isAdmin } = useRole();
  const [adding, setAdding] = useState(false);
  const instances = useQuery({ ...instancesQuery(), enabled: isAdmin });
  const add = <Button onClick={() => setAdding(true)}>Add instance</Button>;
  return (
    <Page
      title="GitLab instances"
      lead="gitlab.com or your own GitLab, each with an OAuth application. They belong to the whole installation."
      action={isAdmin ? add : null}
      narrow
    >
      {isAdmin ? <InstanceList /> : <AdminsOnly what="manage GitLab instances" />}
      {adding ? (
        <AddInstanceDialog
          hasGitLabCom={instances.data?.some(({ url }) => url === 'https://gitlab.com') ?? false}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </Page>
  );
}

function InstanceList() {
  const instances = useQuery(instancesQuery());
  if (instances.data === undefined) {
    return instances.error ? <QueryErrorPanel query={instances} /> : <RowsSkeleton count={2} />;
  }
  if (instances.data.length === 0) {
    return (
      <Frame>
        <EmptyState icon={<IconServer2 size={20} />} title="No GitLab instance yet">
          Add gitlab.com or your own GitLab. You need an OAuth application there; the dialog shows how to make
          one.
        </EmptyState>
      </Frame>
    );
  }
  return (
    <Rows label="GitLab instances">
      {instances.data.map((instance: Instance) => (
        <InstanceRow key={instance.id} instance={instance} />
      ))}
    </Rows>
  );
}
