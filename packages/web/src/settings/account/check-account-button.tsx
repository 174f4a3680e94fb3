import { Button } from '@mantine/core';
import { type AccountCheck, checkAccount } from '@notelab/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { myInstancesQuery } from '../../api/queries.ts';
import { notifyProblem } from '../../theme/notify.ts';

interface CheckAccountButtonProps {
  instanceId: string;
  onChecked: (check: AccountCheck) => void;
}

/** Asks GitLab, as the user, whether the account is well. */
export function CheckAccountButton({ instanceId, onChecked }: CheckAccountButtonProps) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const check = async () => {
    setBusy(true);
    try {
      const found = await call(checkAccount, { params: { instanceId } });
      await client.invalidateQueries({ queryKey: myInstancesQuery().queryKey });
      onChecked(found);
    } catch (error) {
      notifyProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="default" loading={busy} onClick={check}>
      Check now
    </Button>
  );
}
