import { Button } from '@mantine/core';
import { type Instance, testInstance } from '@notelab/contract';
import { addressOf } from '../../api/call.ts';
import { Dialog } from '../../theme/dialog.tsx';
import { ConnectionTest } from './connection-test.tsx';

/** Tests an instance as it is stored, as the own account there when there is one. */
export function TestInstanceDialog({ instance, onClose }: { instance: Instance; onClose: () => void }) {
  return (
    <Dialog
      onClose={onClose}
      size={640}
      title={`Test connection to ${instance.name}`}
      footer={
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      }
    >
      <ConnectionTest path={addressOf(testInstance.path, { instanceId: instance.id })} body={{}} auto />
    </Dialog>
  );
}
