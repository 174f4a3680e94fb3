/** The sandbox's time, which tests may move to see tokens expire. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  setOffset(offsetMs: number): void;
}

export function createClock(): Clock {
  let offsetMs = 0;
  return {
    now: () => Date.now() + offsetMs,
    setOffset: (value) => {
      offsetMs = value;
    },
  };
}
