import { Alert } from '@mantine/core';
import { type ErrorCode, errorTable } from '@notelab/contract';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { problemTexts } from '../api/problem-texts.ts';
import classes from './gitlab-answer.module.css';

/** How linking ended, when the browser has just come back from GitLab (`?gitlab=…`). */
export function GitLabAnswer() {
  const { gitlab } = useSearch({ strict: false }) as { gitlab?: string };
  const navigate = useNavigate();
  if (!gitlab) return null;
  const close = () => void navigate({ to: '.', search: { gitlab: undefined }, replace: true });
  if (gitlab === 'connected') {
    return (
      <Alert
        className={classes.answer}
        color="teal"
        icon={<IconCircleCheck size={18} />}
        title="Your GitLab account is connected"
        role="status"
        withCloseButton
        closeButtonLabel="Dismiss"
        onClose={close}
      >
        You can now pull, commit, push and create merge requests as yourself.
      </Alert>
    );
  }
  const text = problemTexts[gitlab in errorTable ? (gitlab as ErrorCode) : 'oauth-failed'];
  return (
    <Alert
      className={classes.answer}
      color="danger"
      icon={<IconAlertTriangle size={18} />}
      title={text.title}
      withCloseButton
      closeButtonLabel="Dismiss"
      onClose={close}
    >
      {text.hint}
    </Alert>
  );
}
