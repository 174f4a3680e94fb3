import type { FaultRule } from '@notelab/gitlab-sandbox';

/** Long enough for a busy machine, short enough to wait for. */
export const shortLimits = { apiMs: 2_000, git: { headersMs: 2_000, stalledMs: 2_500 } };

type Answer = Omit<FaultRule, 'match'>;

const page = (title: string) => `<!DOCTYPE html><html><head><title>${title}</title></head></html>`;
const html = { 'content-type': 'text/html' };

/** What a GitLab in trouble answers, or what answers in its place. */
export const answers = {
  nothing: { kind: 'down' },
  // Without an end to the delay GitLab would do the work after all, unheard.
  tooLate: { kind: 'status', status: 504, delayMs: 5_000 },
  error500: { kind: 'status', status: 500, body: { message: '500 Internal Server Error' } },
  page502: { kind: 'status', status: 502, headers: html, body: page('502 Bad Gateway') },
  tooMany: {
    kind: 'status',
    status: 429,
    headers: { 'content-type': 'text/plain', 'retry-after': '120' },
    body: 'Retry later\n',
  },
  maintenancePage: { kind: 'status', status: 200, headers: html, body: page('Down for maintenance') },
} satisfies Record<string, Answer>;
