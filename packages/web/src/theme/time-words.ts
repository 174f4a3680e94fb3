const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const dateAndTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' });

/** “3 Nov 2026”. */
export function dayOf(at: string): string {
  return date.format(new Date(at));
}

/** “Tuesday, 3 November 2026 at 14:02:10”, in the reader's time zone. */
export function absoluteTime(at: string): string {
  return dateAndTime.format(new Date(at));
}

/**
 * “2 minutes ago”, or “2 min” when short. Moments ahead of this clock count as now, because the server's
 * clock may be ahead; after 30 days the date itself is said.
 */
export function relativeTime(at: string, nowMs: number, short: boolean): string {
  const agoMs = Math.max(0, nowMs - Date.parse(at));
  if (agoMs < minuteMs) return short ? 'now' : 'just now';
  if (agoMs < hourMs) return words(Math.floor(agoMs / minuteMs), short ? 'min' : 'minute', short);
  if (agoMs < dayMs) return words(Math.floor(agoMs / hourMs), short ? 'h' : 'hour', short);
  if (agoMs < 30 * dayMs) return words(Math.floor(agoMs / dayMs), short ? 'd' : 'day', short);
  return dayOf(at);
}

/** “in 6 days”, for what ends in the future; “expired” when it has. */
export function timeLeft(at: string, nowMs: number): string {
  const leftMs = Date.parse(at) - nowMs;
  if (leftMs <= 0) return 'expired';
  if (leftMs < hourMs) return 'in less than an hour';
  const days = Math.round(leftMs / dayMs);
  if (leftMs >= dayMs) return `in ${days} ${days === 1 ? 'day' : 'days'}`;
  const hours = Math.floor(leftMs / hourMs);
  return `in ${hours} ${hours === 1 ? 'hour' : 'hours'}`;
}

function words(count: number, unit: string, short: boolean): string {
  if (short) return `${count} ${unit}`;
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
}
