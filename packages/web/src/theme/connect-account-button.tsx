import { Button, type ButtonProps } from '@mantine/core';
import { connectAccount } from '@notelab/contract';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { notifyProblem } from './notify.ts';

interface ConnectAccountButtonProps {
  instanceId: string;
  label?: string;
  size?: ButtonProps['size'];
  variant?: ButtonProps['variant'];
  /** Path of this site to come back to; the present one unless told. */
  returnTo?: string;
}

/** Leaves for GitLab's consent page; GitLab sends the browser back to where it was. */
export function ConnectAccountButton(props: ConnectAccountButtonProps) {
  const { instanceId, label = 'Connect GitLab account', size, variant, returnTo } = props;
  const [busy, setBusy] = useState(false);
  const connect = async () => {
    setBusy(true);
    try {
      const { url } = await call(connectAccount, {
        params: { instanceId },
        body: { returnTo: returnTo ?? presentPath() },
      });
      window.location.assign(url);
    } catch (error) {
      setBusy(false);
      notifyProblem(error);
    }
  };
  return (
    <Button size={size} variant={variant} loading={busy} onClick={connect}>
      {label}
    </Button>
  );
}

/** The present page without an earlier answer of GitLab's. */
function presentPath(): string {
  const address = new URL(window.location.href);
  address.searchParams.delete('gitlab');
  return address.pathname + address.search;
}
