import { Button } from '@mantine/core';
import { type Instance, updateInstance } from '@notelab/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { fieldErrors } from '../api/problem.ts';
import { instancesQuery, myInstancesQuery } from '../api/queries.ts';
import { CopyField } from '../theme/copy-field.tsx';
import { Dialog } from '../theme/dialog.tsx';
import { ErrorPanel } from '../theme/error-panel.tsx';
import { type Application, ApplicationFields } from './application-fields.tsx';

/** Changes an instance's name or application. Its address stays: repositories and accounts belong to it. */
export function EditInstanceDialog({ instance, onClose }: { instance: Instance; onClose: () => void }) {
  const client = useQueryClient();
  const [application, setApplication] = useState<Application>({
    name: instance.name,
    clientId: instance.clientId,
    clientSecret: '',
  });
  const save = useMutation({
    mutationFn: () => {
      const { name, clientId, clientSecret } = application;
      const body = clientSecret === '' ? { name, clientId } : { name, clientId, clientSecret };
      return call(updateInstance, { params: { instanceId: instance.id }, body });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: instancesQuery().queryKey });
      void client.invalidateQueries({ queryKey: myInstancesQuery().queryKey });
      onClose();
    },
  });
  const errors = fieldErrors(save.error);
  return (
    <Dialog
      onClose={onClose}
      size={560}
      onSubmit={() => save.mutate()}
      title={`Edit ${instance.name}`}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save changes
          </Button>
        </>
      }
    >
      <CopyField label="Redirect address" value={instance.redirectUrl} />
      <ApplicationFields
        value={application}
        errors={errors}
        onChange={setApplication}
        secretHint="Leave empty to keep the secret that is stored."
      />
      {save.error && Object.keys(errors).length === 0 ? <ErrorPanel error={save.error} compact /> : null}
    </Dialog>
  );
}
