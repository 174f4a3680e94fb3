import { Button, Loader } from '@mantine/core';
import { type CheckResult, connectionChecks } from '@notelab/contract';
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { fieldErrors } from '../../api/problem.ts';
import { ErrorPanel, RawText } from '../../theme/error-panel.tsx';
import classes from './connection-test.module.css';
import { useConnectionTest } from './use-connection-test.ts';

type CheckName = CheckResult['check'];

const names: Record<CheckName, string> = {
  address: 'Address',
  certificate: 'Certificate',
  rest: 'REST API',
  application: 'Application',
  git: 'Git over HTTPS',
};

const stateWords: Record<CheckResult['state'], string> = {
  ok: 'fine',
  warning: 'to look at',
  failed: 'failed',
  'not-reached': 'not looked at',
};

interface ConnectionTestProps {
  /** The test's address, and the settings that it is about. */
  path: string;
  body: object;
  /** Begins by itself. */
  auto?: boolean;
  /** Leads to where something can be done about a check that failed. */
  onFix?: (check: CheckName) => void;
}

/** Looks at an instance one thing after the other, and says of each what was found. */
export function ConnectionTest({ path, body, auto = false, onFix }: ConnectionTestProps) {
  const { results, running, error, start, stop } = useConnectionTest(path, body);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it appears
  useEffect(() => {
    if (auto) start();
  }, []);
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (results.length > 0) section.current?.scrollIntoView({ block: 'nearest' });
  }, [results.length]);
  const hasBegun = running || results.length > 0;
  const fieldError = Object.values(fieldErrors(error))[0];
  return (
    <section ref={section} className={classes.test} aria-label="Test connection">
      <div className={classes.head}>
        <p className={classes.verdict} role="status">
          {running ? 'Looking…' : verdictOf(results)}
        </p>
        {running ? (
          <Button variant="default" size="xs" onClick={stop}>
            Stop
          </Button>
        ) : (
          <Button variant="default" size="xs" onClick={start}>
            {results.length > 0 ? 'Test again' : 'Test connection'}
          </Button>
        )}
      </div>
      {fieldError ? <p className={classes.fieldError}>{fieldError}</p> : null}
      {error && !fieldError ? <ErrorPanel error={error} compact onRetry={start} /> : null}
      {hasBegun && !error ? (
        <ol className={classes.checks}>
          {connectionChecks.map((check, index) => (
            <Check
              key={check}
              name={names[check]}
              result={results[index] ?? null}
              isNext={running && index === results.length}
              onFix={onFix ? () => onFix(check) : null}
            />
          ))}
        </ol>
      ) : null}
    </section>
  );
}

interface CheckProps {
  name: string;
  result: CheckResult | null;
  isNext: boolean;
  onFix: (() => void) | null;
}

function Check({ name, result, isNext, onFix }: CheckProps) {
  return (
    <li className={classes.check} data-state={result?.state ?? 'waiting'}>
      <span className={classes.icon}>
        {isNext ? <Loader size={14} /> : <StateIcon state={result?.state} />}
      </span>
      <span className={classes.name}>{name}</span>
      <div className={classes.words}>
        {result ? (
          <>
            <p>
              <span className={classes.hidden}>{stateWords[result.state]}: </span>
              {result.summary}
            </p>
            {result.why ? <p className={classes.dim}>{result.why}</p> : null}
            {result.next ? <p className={classes.dim}>{result.next}</p> : null}
            <div className={classes.more}>
              {result.state === 'failed' && onFix ? (
                <Button variant="default" size="compact-xs" onClick={onFix}>
                  Change
                </Button>
              ) : null}
              <RawText raw={result.raw} />
            </div>
          </>
        ) : null}
      </div>
    </li>
  );
}

function StateIcon({ state }: { state: CheckResult['state'] | undefined }) {
  const size = 16;
  switch (state) {
    case 'ok':
      return <IconCircleCheck size={size} aria-hidden />;
    case 'warning':
      return <IconAlertTriangle size={size} aria-hidden />;
    case 'failed':
      return <IconCircleX size={size} aria-hidden />;
    default:
      return <IconCircleDashed size={size} aria-hidden />;
  }
}

function verdictOf(results: CheckResult[]): string {
  if (results.length === 0) return 'Looks at address, certificate, API, application and git, one by one.';
  if (results.length < connectionChecks.length) return 'Stopped before the end.';
  if (results.some(({ state }) => state === 'failed')) return 'This does not work yet.';
  if (results.some(({ state }) => state === 'warning')) return 'It works; there is something to look at.';
  if (results.some(({ state }) => state === 'not-reached')) return 'So far all is well.';
  return 'All is well.';
}
