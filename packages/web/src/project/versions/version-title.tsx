import { UnstyledButton } from '@mantine/core';
import { renameVersion, type Version } from '@notelab/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { useRole } from '../../app/workspace.ts';
import { NameDialog } from '../../theme/name-dialog.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import classes from './version-tab.module.css';
import { versionDetail, versionTitle } from './version-words.ts';

/** What a version is called, and when and by whom it was made. */
export function VersionTitle({ version }: { version: Version }) {
  const { canEdit } = useRole();
  const client = useQueryClient();
  const [isNaming, setNaming] = useState(false);
  const rename = async (name: string) => {
    await call(renameVersion, { params: { versionId: version.id }, body: { name } });
    await client.invalidateQueries({ queryKey: ['version', version.id] });
  };
  return (
    <div className={classes.words}>
      <h2 className={classes.title}>
        {versionTitle(version)} · <RelativeTime at={version.createdAt} />
      </h2>
      <p className={classes.detail}>{versionDetail(version)}</p>
      {canEdit ? (
        <UnstyledButton className={classes.rename} onClick={() => setNaming(true)}>
          {version.name === null ? 'Name this version' : 'Rename'}
        </UnstyledButton>
      ) : null}
      {isNaming ? (
        <NameDialog
          title="Name this version"
          label="Name"
          description="A version with a name is kept for good."
          initialName={version.name ?? ''}
          submitLabel="Save"
          onSubmit={rename}
          onClose={() => setNaming(false)}
        />
      ) : null}
    </div>
  );
}
