import { Button } from '@mantine/core';
import type { NextStep } from '@notelab/contract';
import { Link, useParams } from '@tanstack/react-router';
import type { ShownProblem } from '../api/problem.ts';
import { nextStepLabels } from '../api/problem-texts.ts';
import { ConnectAccountButton } from './connect-account-button.tsx';

interface NextStepButtonProps {
  problem: ShownProblem;
  onRetry?: () => void;
  steps?: Partial<Record<NextStep, () => void>>;
}

/** The button of a problem's next step; nothing when the step leads nowhere from here. */
export function NextStepButton({ problem, onRetry, steps }: NextStepButtonProps) {
  const { workspaceId } = useParams({ strict: false });
  const { next, instanceId } = problem;
  if (!next) return null;
  const label = nextStepLabels[next];
  const onClick = steps?.[next];
  if (onClick) return <StepButton label={label} onClick={onClick} />;

  switch (next) {
    case 'try-again':
      return onRetry ? <StepButton label={label} onClick={onRetry} /> : null;
    case 'reload':
      return <StepButton label={label} onClick={onRetry ?? (() => window.location.reload())} />;
    case 'sign-in':
      return (
        <Button size="xs" variant="default" renderRoot={(props) => <Link to="/sign-in" {...props} />}>
          {label}
        </Button>
      );
    case 'connect-account':
    case 'reconnect-account':
      if (instanceId) return <ConnectAccountButton instanceId={instanceId} label={label} size="xs" />;
      return workspaceId ? (
        <Button
          size="xs"
          renderRoot={(props) => (
            <Link to="/w/$workspaceId/settings/account" params={{ workspaceId }} {...props} />
          )}
        >
          {label}
        </Button>
      ) : null;
    case 'connect-repository':
      return workspaceId ? (
        <Button
          size="xs"
          variant="default"
          renderRoot={(props) => (
            <Link to="/w/$workspaceId/settings/repositories" params={{ workspaceId }} {...props} />
          )}
        >
          {label}
        </Button>
      ) : null;
    case 'ask-admin':
      return workspaceId ? (
        <Button
          size="xs"
          variant="default"
          renderRoot={(props) => (
            <Link to="/w/$workspaceId/settings/members" params={{ workspaceId }} {...props} />
          )}
        >
          {label}
        </Button>
      ) : null;
    default:
      return null;
  }
}

function StepButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button size="xs" variant="default" onClick={onClick}>
      {label}
    </Button>
  );
}
