import { notifications } from '@mantine/notifications';
import { type ErrorCode, errorTable } from '@notelab/contract';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { problemTexts } from '../api/problem-texts.ts';
import { notifyDone } from '../theme/notify.ts';
import type { ProjectDialog } from './dialogs-context.ts';

/**
 * Reads what the address says after GitLab's consent page, says how linking went, and cleans the address.
 * @returns the dialog that was open before
 */
export function useReturnFromGitLab(): ProjectDialog | null {
  const { gitlab, connect } = useSearch({ strict: false }) as { gitlab?: unknown; connect?: unknown };
  const navigate = useNavigate();
  const [first] = useState<ProjectDialog | null>(connect ? { kind: 'connect-repository' } : null);
  useEffect(() => {
    if (gitlab === undefined && connect === undefined) return;
    if (gitlab === 'connected') notifyDone('Your GitLab account is connected');
    else if (typeof gitlab === 'string') notifyFailedLink(gitlab);
    void navigate({ to: '.', search: {}, replace: true });
  }, [gitlab, connect, navigate]);
  return first;
}

function notifyFailedLink(code: string): void {
  const { title, hint } = problemTexts[code in errorTable ? (code as ErrorCode) : 'oauth-failed'];
  notifications.show({ title, message: hint, color: 'danger', autoClose: 10_000 });
}
