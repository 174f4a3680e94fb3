import { GitLabError } from '@notelab/gitlab';
import { inTime } from '../../wait-words.ts';

/** GitLab was not asked, because the answer is known: it does not answer, or wants this user to wait. */
export class NotAskedError extends GitLabError {
  readonly #describe: (name: string) => string;

  private constructor(
    kind: 'unavailable' | 'rate-limited',
    details: ConstructorParameters<typeof GitLabError>[1],
    describe: (name: string) => string,
  ) {
    super(kind, details);
    this.#describe = describe;
  }

  /** @param lastWords of the last request that found no answer */
  static whileDown(failingSince: Date, retryAt: Date, lastWords: string): NotAskedError {
    const failingFor = toWords(Date.now() - failingSince.getTime());
    const retryAfterSeconds = Math.ceil((retryAt.getTime() - Date.now()) / 1000);
    const next = inTime(retryAfterSeconds);
    return new NotAskedError(
      'unavailable',
      { gitlabMessage: lastWords, retryAfterSeconds },
      (name) => `${name} does not answer, for ${failingFor} now. Notelab asks again ${next}.`,
    );
  }

  static whileRateLimited(waitMs: number): NotAskedError {
    const retryAfterSeconds = Math.ceil(waitMs / 1000);
    // With the status GitLab would answer: a wait that is short enough is waited for.
    const details = { status: 429, gitlabMessage: 'Retry later', retryAfterSeconds };
    const describe = (name: string) => `${name} asks to slow down. Try again ${inTime(retryAfterSeconds)}.`;
    return new NotAskedError('rate-limited', details, describe);
  }

  /** What to tell a person about the instance of this name. */
  describe(name: string): string {
    return this.#describe(name);
  }
}

/** Not by the clock, which is another one where the reader is. */
function toWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  const [count, unit] =
    seconds < 120
      ? [seconds, 'second']
      : seconds < 7200
        ? [Math.round(seconds / 60), 'minute']
        : [Math.round(seconds / 3600), 'hour'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
