import { absoluteTime, relativeTime } from './time-words.ts';
import { useNow } from './use-now.ts';

interface RelativeTimeProps {
  /** ISO 8601. */
  at: string;
  /** “2 min” instead of “2 minutes ago”. */
  short?: boolean;
}

/** “2 minutes ago”, with the exact moment as its title; stays true while the page is open. */
export function RelativeTime({ at, short = false }: RelativeTimeProps) {
  const now = useNow();
  return (
    <time dateTime={at} title={absoluteTime(at)}>
      {relativeTime(at, now, short)}
    </time>
  );
}
