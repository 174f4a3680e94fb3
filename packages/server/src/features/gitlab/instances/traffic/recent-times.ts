export interface Quantiles {
  p50: number;
  p95: number;
}

const withinMs = 5 * 60_000;
const maxTimes = 2000;

/** The times of the last minutes; of very many, the latest. */
export function createRecentTimes(now: () => number = () => performance.now()) {
  const times: { at: number; ms: number }[] = [];

  return {
    add(ms: number): void {
      times.push({ at: now(), ms });
      if (times.length > maxTimes) times.shift();
    },

    /** Null when there was none. */
    quantiles(): Quantiles | null {
      const since = now() - withinMs;
      const sorted = times.flatMap(({ at, ms }) => (at >= since ? [ms] : [])).sort((a, b) => a - b);
      const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1];
      const [p50, p95] = [at(0.5), at(0.95)];
      return p50 === undefined || p95 === undefined ? null : { p50: Math.round(p50), p95: Math.round(p95) };
    },
  };
}
