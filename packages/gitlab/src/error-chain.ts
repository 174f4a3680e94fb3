/** The error, its causes and, for connection attempts to several addresses, each attempt's error. */
export function chainOf(failure: unknown): Error[] {
  const found: Error[] = [];
  const pending: unknown[] = [failure];
  while (pending.length > 0 && found.length < 20) {
    const next = pending.shift();
    if (!(next instanceof Error)) continue;
    found.push(next);
    if (next instanceof AggregateError) pending.push(...next.errors);
    pending.push(next.cause);
  }
  return found;
}

/** The system's, OpenSSL's or undici's name for it. */
export function codeOf(error: Error): string | null {
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}
