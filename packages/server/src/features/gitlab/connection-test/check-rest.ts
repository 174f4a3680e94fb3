import { createGitLabClient, findNearbyInstance, probeInstance, type SiteAnswer } from '@notelab/gitlab';
import { explainFailure } from './explain-failure.ts';
import { type Finding, failed, ok, type TestTarget, warning } from './finding.ts';

const clocksMayDifferMs = 5 * 60_000;

/** Is there a GitLab at the address, which version, and do the clocks agree? */
export async function checkRest(target: TestTarget, signal: AbortSignal): Promise<Finding> {
  const { url, host, connection, dispatcher, account } = target;
  let answer: SiteAnswer;
  try {
    answer = await probeInstance(url, dispatcher, signal);
  } catch (failure) {
    return explainFailure(failure, { host, proxy: connection.proxy?.url ?? null });
  }
  if (answer.kind !== 'gitlab') return await explainAnswer(target, answer, signal);
  const found = account ? await askVersion(target, account) : ok(`GitLab answers at ${url}.`);
  return found.state === 'ok' ? (explainClocks(answer.date, new Date()) ?? found) : found;
}

async function askVersion(
  { url, dispatcher }: TestTarget,
  { username, accessToken }: NonNullable<TestTarget['account']>,
): Promise<Finding> {
  try {
    const client = createGitLabClient({ instance: url, dispatcher, token: accessToken });
    const { version } = await client.getVersion();
    return ok(`GitLab ${version} answers your account @${username}.`);
  } catch (failure) {
    return warning(`GitLab answers, but not to your account @${username}.`, {
      why: 'The address is right; the connection of your account may have ended.',
      next: 'Reconnect your account in Account Settings.',
      raw: failure instanceof Error ? failure.message : null,
    });
  }
}

async function explainAnswer(
  { url, dispatcher }: TestTarget,
  answer: Exclude<SiteAnswer, { kind: 'gitlab' }>,
  signal: AbortSignal,
): Promise<Finding> {
  switch (answer.kind) {
    case 'redirect':
      return explainRedirect(url, answer.to, answer.status);
    case 'slow-down':
      return warning('GitLab asks to slow down.', {
        why: 'This machine, or others that share its address, has asked too much lately.',
        next: 'Try again in a minute.',
        raw: `HTTP status ${answer.status}`,
      });
    case 'unavailable':
      return failed(`The site is there, but answers with an error (${answer.status}).`, {
        why: 'GitLab may be starting, in maintenance or overloaded; or something in front of it cannot reach it.',
        next: 'Try again in a few minutes. If it stays so, ask whoever runs this GitLab.',
        raw: answer.text.slice(0, 1000),
      });
  }
  const nearby = await findNearbyInstance(url, dispatcher, signal);
  const said = answer.kind === 'web-page' ? answer.title : answer.text.slice(0, 1000);
  const raw = `HTTP status ${answer.status}\n${said}`;
  if (nearby) {
    return failed(`There is no GitLab at ${url}, but at ${nearby}.`, {
      why:
        nearby.length > url.length
          ? 'This GitLab lives below a path, which is missing in the address.'
          : 'The address is that of a page inside GitLab.',
      next: `Enter ${nearby}.`,
      raw,
    });
  }
  if (answer.kind === 'web-page' && answer.status < 400) {
    return failed(`A web page answers in the place of GitLab’s API: ${said.replace(/^a web page: /, '')}.`, {
      why: 'Something in front of GitLab shows a page of its own, such as a company’s sign-in, or this is another site.',
      next: 'Let the server that Notelab runs on reach GitLab’s API without that page, or correct the address.',
      raw,
    });
  }
  return failed(`There is no GitLab at ${url}.`, {
    why: 'A web server answers there, but it does not know GitLab’s API.',
    next: 'Open GitLab in your browser and copy the address of its start page. A part of the path may be missing.',
    raw,
  });
}

function explainRedirect(url: string, to: string, status: number): Finding {
  const from = new URL(url);
  const target = new URL(to);
  const raw = `HTTP status ${status}\nLocation: ${target.origin}${target.pathname}`;
  // What GitLab's own path was appended to, when it was kept.
  const base = to.replace(/\/api\/v4\/version\/?$/, '').replace(/\/+$/, '');
  const next = base === to ? `Enter the address of GitLab on ${target.origin}.` : `Enter ${base}.`;
  if (target.hostname === from.hostname && target.protocol === 'https:' && from.protocol === 'http:') {
    return failed('This GitLab sends everybody on to https.', {
      why: 'Notelab follows no redirect with somebody’s access.',
      next,
      raw,
    });
  }
  if (target.host !== from.host) {
    return failed(`${from.host} sends everybody on to ${target.host}.`, {
      why: 'Notelab follows no redirect to another host, where somebody’s access must not go.',
      next,
      raw,
    });
  }
  return failed(`${from.host} sends requests for GitLab’s API on to ${target.pathname}.`, {
    why: 'Something in front of GitLab wants people to sign in first, or a part of the path is missing.',
    next: 'Open GitLab in your browser and copy the address of its start page.',
    raw,
  });
}

/** Null when they agree, or the host does not say. */
export function explainClocks(theirs: Date | null, ours: Date): Finding | null {
  if (!theirs) return null;
  const differMs = theirs.getTime() - ours.getTime();
  if (Math.abs(differMs) <= clocksMayDifferMs) return null;
  const direction = differMs > 0 ? 'ahead of' : 'behind';
  return warning(
    `GitLab answers, but its clock is ${toDuration(Math.abs(differMs))} ${direction} Notelab’s.`,
    {
      why: 'Access, webhooks and large files are good for a limited time, which either side measures by its own clock.',
      next: `Set the clock that is wrong: here it is ${toTime(ours)}, there ${toTime(theirs)}.`,
    },
  );
}

function toDuration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}

function toTime(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
