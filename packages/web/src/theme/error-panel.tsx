import { Button, Collapse, UnstyledButton } from '@mantine/core';
import type { NextStep } from '@notelab/contract';
import { IconAlertTriangle, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { toShownProblem } from '../api/problem.ts';
import classes from './error-panel.module.css';
import { NextStepButton } from './next-step-button.tsx';

interface ErrorPanelProps {
  /** A thrown error, or the problem of a failed operation. */
  error: unknown;
  /** What “Try again” and “Load again” do. */
  onRetry?: () => void;
  /** What the buttons of other next steps do here. A step that leads nowhere here shows no button. */
  steps?: Partial<Record<NextStep, () => void>>;
  /** Less space around, for dialogs and side panels. */
  compact?: boolean;
  /** More buttons beside the next step. */
  action?: ReactNode;
}

/** What happened, why, what to do next, and the raw words behind a disclosure. */
export function ErrorPanel({ error, onRetry, steps, compact = false, action }: ErrorPanelProps) {
  const problem = toShownProblem(error);
  return (
    <div className={classes.panel} data-compact={compact || undefined} role="alert">
      <IconAlertTriangle className={classes.icon} size={18} aria-hidden />
      <div className={classes.words}>
        <p className={classes.title}>{problem.title}</p>
        {problem.detail && problem.detail !== problem.title ? <p>{problem.detail}</p> : null}
        <p className={classes.hint}>{problem.hint}</p>
        {problem.files.length > 0 ? (
          <ul className={classes.files}>
            {problem.files.map((file) => (
              <li key={file}>{file}</li>
            ))}
          </ul>
        ) : null}
        <div className={classes.actions}>
          <NextStepButton problem={problem} onRetry={onRetry} steps={steps} />
          {action}
        </div>
        <RawText raw={problem.raw} requestId={problem.requestId} />
      </div>
    </div>
  );
}

/** What the other side said, behind a disclosure. */
export function RawText({ raw, requestId = null }: { raw: string | null; requestId?: string | null }) {
  const [open, setOpen] = useState(false);
  if (!raw && !requestId) return null;
  return (
    <>
      <UnstyledButton className={classes.disclosure} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
        Details
      </UnstyledButton>
      <Collapse expanded={open}>
        <pre className={classes.raw}>
          {raw}
          {raw && requestId ? '\n\n' : null}
          {requestId ? `Request ${requestId}` : null}
        </pre>
      </Collapse>
    </>
  );
}

/** Retries a failed query: a short way to write the panel of a list. */
export function QueryErrorPanel({ query }: { query: { error: unknown; refetch: () => unknown } }) {
  return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />;
}

/** The plain button style of the panel, for a caller's own `action`. */
export function PanelButton({ children, onClick }: { children: ReactNode; onClick: () => void }) {
  return (
    <Button variant="default" size="xs" onClick={onClick}>
      {children}
    </Button>
  );
}
