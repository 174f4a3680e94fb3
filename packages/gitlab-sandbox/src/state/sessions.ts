import type { SessionRecord, UserRecord } from './model.ts';
import { digest, randomToken } from './secrets.ts';
import type { Store } from './store.ts';
import { findUserById } from './users.ts';

const sessionsKept = 200;

export interface Session {
  record: SessionRecord;
  user: UserRecord | null;
}

export function findSession(store: Store, id: string): Session | null {
  const hash = digest(id);
  const record = store.state.sessions.find((session) => session.idHash === hash);
  if (!record) return null;
  return { record, user: record.userId === null ? null : findUserById(store, record.userId) };
}

/** Starts a session and returns its id for the cookie. */
export function startSession(store: Store, userId: number | null): { id: string; session: Session } {
  const id = randomToken();
  const record: SessionRecord = {
    idHash: digest(id),
    userId,
    csrfToken: randomToken(),
    createdAtMs: store.clock.now(),
  };
  store.state.sessions = [...store.state.sessions, record].slice(-sessionsKept);
  store.save();
  return { id, session: { record, user: userId === null ? null : findUserById(store, userId) } };
}

export function endSession(store: Store, record: SessionRecord): void {
  store.state.sessions = store.state.sessions.filter((session) => session !== record);
  store.save();
}
