import { Button } from '@mantine/core';
import { type Instance, testInstance, updateInstance } from '@notelab/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addressOf, call } from '../../api/call.ts';
import { fieldErrors } from '../../api/problem.ts';
import { instancesQuery, myInstancesQuery } from '../../api/queries.ts';
import { CopyField } from '../../theme/copy-field.tsx';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { Advanced } from './advanced.tsx';
import { type Application, ApplicationFields, NameField } from './application-fields.tsx';
import { type Connection, ConnectionFields } from './connection-fields.tsx';
import { ConnectionTest } from './connection-test.tsx';

/** Changes all of an instance but its address: repositories and accounts belong to that. */
export function EditInstanceDialog({ instance, onClose }: { instance: Instance; onClose: () => void }) {
  const client = useQueryClient();
  const stored: Connection = {
    certificateAuthority: instance.certificateAuthority?.pem ?? '',
    proxy: instance.proxy?.url ?? '',
  };
  const [name, setName] = useState(instance.name);
  const [application, setApplication] = useState<Application>({
    clientId: instance.clientId,
    clientSecret: '',
  });
  const [connection, setConnection] = useState(stored);
  const [isOpen, setIsOpen] = useState(stored.certificateAuthority !== '' || stored.proxy !== '');
  const { clientId, clientSecret } = application;
  const { certificateAuthority, proxy } = connection;
  // What is left out stays: the secret, and a proxy's user name and password, are not here to be sent back.
  const changes = {
    ...(clientId !== instance.clientId && { clientId }),
    ...(clientSecret !== '' && { clientSecret }),
    ...(certificateAuthority !== stored.certificateAuthority && { certificateAuthority }),
    ...(proxy !== stored.proxy && { proxy }),
  };
  const params = { instanceId: instance.id };
  const save = useMutation({
    mutationFn: () => call(updateInstance, { params, body: { ...changes, name } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: instancesQuery().queryKey });
      void client.invalidateQueries({ queryKey: myInstancesQuery().queryKey });
      onClose();
    },
  });
  const { url, ...errors } = fieldErrors(save.error);
  return (
    <Dialog
      onClose={onClose}
      size={600}
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
      <NameField value={name} error={errors.name} onChange={setName} />
      <CopyField label="Redirect address" value={instance.redirectUrl} />
      <ApplicationFields
        value={application}
        errors={errors}
        onChange={setApplication}
        secretHint="Leave empty to keep the secret that is stored."
      />
      <Advanced
        title="Certificate authority and proxy"
        open={isOpen || 'certificateAuthority' in errors || 'proxy' in errors}
        onToggle={() => setIsOpen(!isOpen)}
      >
        <ConnectionFields value={connection} errors={errors} onChange={setConnection} stored={instance} />
      </Advanced>
      <ConnectionTest path={addressOf(testInstance.path, params)} body={changes} />
      {save.error && Object.keys(errors).length === 0 ? <ErrorPanel error={save.error} compact /> : null}
    </Dialog>
  );
}
