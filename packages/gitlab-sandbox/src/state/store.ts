import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Clock } from './clock.ts';
import { makeFolder } from './make-folder.ts';
import { noMergeRequestChoices } from './merge-requests.ts';
import type { State } from './model.ts';

const revokedTokensKeptMs = 7 * 24 * 3600 * 1000;

function emptyState(): State {
  return {
    version: 1,
    lastIds: {},
    users: [],
    groups: [],
    projects: [],
    redirects: {},
    mergeRequests: [],
    pipelines: [],
    applications: [],
    oauthTokens: [],
    authorizationCodes: [],
    personalAccessTokens: [],
    sessions: [],
    pushers: {},
    lfsLocks: [],
    hooks: [],
  };
}

/** Everything the sandbox remembers, held in memory and in one JSON file. */
export interface Store {
  readonly state: State;
  readonly clock: Clock;
  readonly dataDir: string;
  /** True when the data folder held no state before. */
  readonly isNew: boolean;
  nextId(kind: string): number;
  /** Writes the state before returning, so that a killed process never loses a token it has given out. */
  save(): void;
  /** Runs steps that belong together: the file has all of them or, after a crash, none. */
  batch(steps: () => Promise<void>): Promise<void>;
  nowIso(): string;
}

function readState(file: string): State | null {
  if (!existsSync(file)) return null;
  try {
    return withNewerFields({ ...emptyState(), ...(JSON.parse(readFileSync(file, 'utf8')) as State) });
  } catch (error) {
    throw new Error(`The sandbox cannot read its state file ${file}: ${(error as Error).message}`);
  }
}

/** A state file of an earlier version has records without what came later. */
function withNewerFields(state: State): State {
  const projects = state.projects.map((project) => ({
    ...{ runsPipelines: false, approvalsRequired: null },
    ...project,
  }));
  const mergeRequests = state.mergeRequests.map((request) => ({ ...noMergeRequestChoices(), ...request }));
  return { ...state, projects, mergeRequests };
}

function forgetStaleSecrets(state: State, nowMs: number): void {
  state.authorizationCodes = state.authorizationCodes.filter((code) => code.expiresAtMs > nowMs);
  state.oauthTokens = state.oauthTokens.filter(
    (token) => token.revokedAtMs === null || token.revokedAtMs > nowMs - revokedTokensKeptMs,
  );
}

/** Opens the data folder, creating it when it is missing. */
export function openStore(folder: string, clock: Clock): Store {
  // git runs elsewhere and is told where the hooks are.
  const dataDir = resolve(folder);
  makeFolder(join(dataDir, 'repositories'));
  const file = join(dataDir, 'state.json');
  const found = readState(file);
  const state = found ?? emptyState();
  forgetStaleSecrets(state, clock.now());
  let isBatching = false;
  const save = () => {
    if (isBatching) return;
    const temporary = `${file}.${process.pid}.tmp`;
    writeFileSync(temporary, JSON.stringify(state), { mode: 0o600 });
    renameSync(temporary, file);
  };
  return {
    state,
    clock,
    dataDir,
    isNew: found === null,
    nextId(kind) {
      const id = (state.lastIds[kind] ?? 0) + 1;
      state.lastIds[kind] = id;
      return id;
    },
    save,
    async batch(steps) {
      isBatching = true;
      try {
        await steps();
      } finally {
        isBatching = false;
      }
      save();
    },
    nowIso: () => new Date(clock.now()).toISOString(),
  };
}
