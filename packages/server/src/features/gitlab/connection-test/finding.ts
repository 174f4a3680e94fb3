import type { CheckResult } from '@notelab/contract';
import type { ConnectionOptions, ReachableApplication, Secret } from '@notelab/gitlab';
import type { Dispatcher } from 'undici';

/** What one check found, without its name. */
export type Finding = Omit<CheckResult, 'check'>;

/** What is tested, with the connections that the test uses, which are its own. */
export interface TestTarget {
  url: string;
  /** What people call it: host, and port unless it is the usual one. */
  host: string;
  connection: ConnectionOptions;
  dispatcher: Dispatcher;
  /** Null when no application has been entered yet. */
  application: ReachableApplication | null;
  redirectUrl: string;
  /** The account there of whoever tests; null when they have none, or it has to be reconnected. */
  account: { username: string; accessToken(): Promise<Secret> } | null;
}

type Words = { why?: string | undefined; next?: string | undefined; raw?: string | null | undefined };

function make(state: Finding['state'], summary: string, { why, next, raw }: Words): Finding {
  return { state, summary, why: why ?? null, next: next ?? null, raw: raw || null };
}

export const ok = (summary: string, words: Words = {}): Finding => make('ok', summary, words);
export const warning = (summary: string, words: Words = {}): Finding => make('warning', summary, words);
export const failed = (summary: string, words: Words = {}): Finding => make('failed', summary, words);
export const notReached = (summary: string, words: Words = {}): Finding =>
  make('not-reached', summary, words);
