import { CloseButton } from '@mantine/core';
import { type ErrorCode, errorTable } from '@notelab/contract';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { problemTexts } from '../api/problem-texts.ts';
import classes from './gitlab-answer.module.css';

/** How linking ended, when the browser has just come back from GitLab (`?gitlab=…`). */
export function GitLabAnswer() {
  const { gitlab } = useSearch({ strict: false });
  const navigate = useNavigate();
  if (!gitlab) return null;
  // Another dialog asks who it is to be.
  if (gitlab === 'other-user') return null;
  const connected = gitlab === 'connected';
  const { title, hint } = connected ? connectedText : textOf(gitlab);
  const close = () =>
    void navigate({ to: '.', search: (search) => ({ ...search, gitlab: undefined }), replace: true });
  return (
    <div
      className={classes.answer}
      data-connected={connected || undefined}
      role={connected ? 'status' : 'alert'}
    >
      {connected ? (
        <IconCircleCheck size={18} className={classes.icon} aria-hidden />
      ) : (
        <IconAlertTriangle size={18} className={classes.icon} aria-hidden />
      )}
      <div className={classes.words}>
        <p className={classes.title}>{title}</p>
        <p className={classes.hint}>{hint}</p>
      </div>
      <CloseButton size="sm" aria-label="Dismiss" onClick={close} />
    </div>
  );
}

const connectedText = {
  title: 'Your GitLab account is connected',
  hint: 'You can now pull, commit, push and create merge requests as yourself.',
};

function textOf(code: string) {
  return problemTexts[code in errorTable ? (code as ErrorCode) : 'oauth-failed'];
}
