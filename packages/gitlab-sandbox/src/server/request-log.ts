export type TokenKind = 'none' | 'oauth' | 'pat' | 'lfs' | 'password' | 'session' | 'invalid';

/** One request as GitLab's own log would show it. */
export interface RequestLogEntry {
  /** Milliseconds since the epoch, by the sandbox's clock. */
  atMs: number;
  method: string;
  /** Path and query below the sandbox's base path. */
  path: string;
  /** Null while the request runs or when the connection was dropped before an answer. */
  status: number | null;
  tokenKind: TokenKind;
  /** Whom the credentials belong to, or null. */
  username: string | null;
  /** Only on git requests. */
  git?: { project: string; service: 'git-upload-pack' | 'git-receive-pack' };
}

const keptEntries = 5000;

export interface RequestLog {
  begin(entry: RequestLogEntry): void;
  list(): RequestLogEntry[];
}

/** Keeps the newest requests in memory; older ones fall out. */
export function createRequestLog(): RequestLog {
  const entries: RequestLogEntry[] = [];
  return {
    begin(entry) {
      entries.push(entry);
      if (entries.length > keptEntries) entries.splice(0, entries.length - keptEntries);
    },
    list: () => entries.map((entry) => ({ ...entry })),
  };
}
