import type { InstanceHealth, InstanceTraffic } from '@notelab/contract';
import type { ReactNode } from 'react';
import { Chip } from '../../theme/chip.tsx';
import { GitLabMark } from '../../theme/gitlab-mark.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import classes from './connection-health.module.css';

/** One instance: whether it answers, how quickly, and how much may still be asked. */
export function InstanceHealthRow({ instance }: { instance: InstanceHealth }) {
  const { name, url, sandbox, version, repositoryCount, traffic } = instance;
  const repositories = `${repositoryCount} ${repositoryCount === 1 ? 'repository' : 'repositories'}`;
  const host = url.replace(/^https?:\/\//, '');
  return (
    <li className={classes.instance}>
      <GitLabMark />
      <div className={classes.words}>
        <div className={classes.title}>
          {name}
          <ReachChip traffic={traffic} />
          {sandbox ? <Chip>sample GitLab</Chip> : null}
        </div>
        <div className={classes.detail}>
          {[host, version ? `GitLab ${version}` : null, repositories].filter(Boolean).join(' · ')}
        </div>
        <Trouble traffic={traffic} />
      </div>
      <Numbers traffic={traffic} />
    </li>
  );
}

function ReachChip({ traffic: { reach } }: { traffic: InstanceTraffic }) {
  if (reach === 'answering') return <Chip tone="added">Answers</Chip>;
  if (reach === 'quiet')
    return <Chip title="Nobody has asked it anything since Notelab was started.">Not asked yet</Chip>;
  return <Chip tone="conflict">Does not answer</Chip>;
}

function Trouble({ traffic }: { traffic: InstanceTraffic }) {
  const { reach, failingSince, lastAnswerAt, lastFailure } = traffic;
  if (reach !== 'failing' && reach !== 'paused') return null;
  return (
    <div className={classes.trouble}>
      {failingSince ? (
        <>
          The first request without an answer was <RelativeTime at={failingSince} />
        </>
      ) : (
        'The last request had no answer'
      )}
      {lastFailure ? ` (${lastFailure.words})` : null}
      {lastAnswerAt ? (
        <>
          , the last answer <RelativeTime at={lastAnswerAt} />
        </>
      ) : null}
      .{reach === 'paused' ? ' Everybody is told so at once, and it is tried again every few seconds.' : null}
    </div>
  );
}

function Numbers({ traffic }: { traffic: InstanceTraffic }) {
  const { minutes, requests, errors, slowDowns, heldBack, latencyMs, rateLimit } = traffic;
  const lately = `in the last ${minutes} minutes`;
  return (
    <dl className={classes.numbers}>
      <Figure
        name="Latency"
        value={latencyMs ? `${latencyMs.p50} / ${latencyMs.p95} ms` : '–'}
        title={`Until answers began, ${lately}: half of them were faster than the first, 95 % than the second.`}
      />
      <Figure
        name="Errors"
        value={requests === 0 ? '–' : `${errors} of ${requests}`}
        title={[
          `Of all requests to the instance ${lately}.`,
          ...(slowDowns > 0 ? [`GitLab asked to slow down: ${slowDowns}.`] : []),
          ...(heldBack > 0 ? [`Not sent meanwhile: ${heldBack}.`] : []),
        ].join(' ')}
        isBad={errors > 0}
      />
      <Figure
        name="Requests left"
        value={rateLimit ? `${rateLimit.left} of ${rateLimit.limit}` : 'no limit told'}
        title={
          rateLimit
            ? 'GitLab limits how much each person may ask for in a while. This is what the busiest one has left.'
            : 'GitLab has named no limit lately.'
        }
        isBad={rateLimit !== null && rateLimit.left < rateLimit.limit / 10}
      />
    </dl>
  );
}

interface FigureProps {
  name: string;
  value: ReactNode;
  title: string;
  isBad?: boolean;
}

function Figure({ name, value, title, isBad = false }: FigureProps) {
  return (
    <div title={title}>
      <dt>{name}</dt>
      <dd data-bad={isBad || undefined}>{value}</dd>
    </div>
  );
}
