/** Between two looks of one page where nothing was heard: many checkouts are looked at in turn. */
const betweenMs = 12_000;
const afterFailureMs = 5 * 60_000;
/** A server that wants to be asked again this soon has not looked yet. */
const soonMs = 10_000;

interface Looked {
  /** What had been heard when it was looked at last. */
  heardAt: string | null;
  dueAt: number;
}

export interface Subject {
  /** A checkout's. */
  id: string;
  /** When something was heard that nobody has looked into yet. */
  heardAt: string | null;
}

export interface LookTimes {
  /** What to look at now, if anything: first what was heard of. */
  findDue(subjects: Subject[], nowMs: number): Subject | null;
  /** @param nextMs when the server wants to be asked again; null: it did not answer */
  noteLook(subject: Subject, nextMs: number | null, nowMs: number): void;
}

/** When a page looks at which of its checkouts. */
export function createLookTimes(): LookTimes {
  const looked = new Map<string, Looked>();
  let lastAt = 0;
  const isHeard = ({ id, heardAt }: Subject) => heardAt !== null && heardAt !== looked.get(id)?.heardAt;
  return {
    findDue(subjects, nowMs) {
      const heard = subjects.find(isHeard);
      if (heard || nowMs - lastAt < betweenMs) return heard ?? null;
      return subjects.find(({ id }) => (looked.get(id)?.dueAt ?? 0) <= nowMs) ?? null;
    },

    noteLook({ id, heardAt }, nextMs, nowMs) {
      lastAt = nowMs;
      const hasLooked = nextMs === null || nextMs > soonMs;
      const seen = hasLooked ? heardAt : (looked.get(id)?.heardAt ?? null);
      looked.set(id, { heardAt: seen, dueAt: nowMs + (nextMs ?? afterFailureMs) });
    },
  };
}
