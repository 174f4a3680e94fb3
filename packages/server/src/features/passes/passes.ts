import { createHash, randomBytes } from 'node:crypto';
import type { InstanceId, ProjectId, RepositoryId, TerminalId, UserId } from '@notelab/contract';

/** A repository that a pass opens: its path on the instance (`group/sub/name`, without `.git`). */
export interface PassRepository {
  path: string;
  repositoryId: RepositoryId;
}

/** The one update that a push pass allows; `oldOid` is all zeros for a branch that is to be created. */
export interface BoundPush {
  ref: string;
  oldOid: string;
  newOid: string;
}

/** The large files that an upload pass allows, by their ids (Git LFS, SHA-256); no push. */
export interface BoundUpload {
  oids: ReadonlySet<string>;
}

/**
 * `write`, for terminals: any push that its user may make at GitLab. A pass that may push may read too: who may
 * push to a repository may read it.
 */
export type PassAccess = 'read' | 'write' | { push: BoundPush } | { upload: BoundUpload };

export interface PassRequest {
  userId: UserId;
  projectId: ProjectId;
  instanceId: InstanceId;
  repositories: readonly PassRepository[];
  access: PassAccess;
  /** What it is for, in words for logs and records: `pull acme/analytics`. */
  label: string;
  lifetimeMs: number;
  /** The terminal that the pass was handed to. */
  terminalId?: TerminalId;
  /**
   * Whether the process at the other end of a loopback connection is one that the pass was made for. Whoever else
   * shows the pass, copied from a screen perhaps, is turned away. Without it the pass alone decides.
   */
  isCaller?(connection: { remotePort: number; localPort: number }): Promise<boolean>;
}

export interface Pass extends Omit<PassRequest, 'lifetimeMs'> {
  /** Names the pass in logs; opens nothing. */
  id: string;
  expiresAtMs: number;
}

export interface IssuedPass {
  /** Shown once, here; Notelab keeps only its SHA-256. */
  secret: string;
  id: string;
  /** Ends the pass with the operation it was made for. */
  void(): void;
}

export type FoundPass =
  | { kind: 'live'; pass: Pass }
  /** `reason` is a sentence for the person whose git was turned away. */
  | { kind: 'dead'; pass: Pass; reason: string }
  | { kind: 'unknown' };

/** Passes to end: those that match every field given. */
export interface PassSelection {
  userId?: UserId;
  instanceId?: InstanceId;
  projectId?: ProjectId;
  repositoryId?: RepositoryId;
  terminalId?: TerminalId;
}

export interface Passes {
  issue(request: PassRequest): IssuedPass;
  find(secret: string): FoundPass;
  /** @param reason a sentence for the person whose git is turned away, e.g. "Your account was disconnected." */
  voidOf(selection: PassSelection, reason: string): void;
  /** Passes that open something now. */
  countLive(): number;
  /** Calls `listener` once for each pass that is voided, in its time or after it. Returns how to stop listening. */
  onVoid(listener: (pass: Pass, reason: string) => void): () => void;
}

interface Kept {
  pass: Pass;
  voidReason: string | null;
}

/**
 * How long a pass is remembered after its time: git can be told why it ended, and what it began in time and is still
 * under way can be ended with it.
 */
const memoryAfterDeathMs = 12 * 60 * 60 * 1000;

/** The passes of this process. They are kept in memory: they die with it, as the git processes do. */
export function createPasses({ now = Date.now }: { now?: () => number } = {}): Passes {
  const kept = new Map<string, Kept>();
  const listeners = new Set<(pass: Pass, reason: string) => void>();

  const isLive = ({ pass, voidReason }: Kept) => voidReason === null && now() < pass.expiresAtMs;
  const voidOne = (entry: Kept, reason: string) => {
    if (entry.voidReason !== null) return;
    entry.voidReason = reason;
    for (const listener of listeners) listener(entry.pass, reason);
  };
  const forgetOld = () => {
    for (const [hash, { pass }] of kept) {
      if (now() > pass.expiresAtMs + memoryAfterDeathMs) kept.delete(hash);
    }
  };

  return {
    issue({ lifetimeMs, ...request }) {
      forgetOld();
      const secret = `nlp_${randomBytes(32).toString('base64url')}`;
      const id = randomBytes(9).toString('base64url');
      const entry: Kept = { pass: { ...request, id, expiresAtMs: now() + lifetimeMs }, voidReason: null };
      kept.set(hashOf(secret), entry);
      return { secret, id, void: () => voidOne(entry, 'The action that this pass was made for has ended.') };
    },

    find(secret) {
      const entry = kept.get(hashOf(secret));
      if (!entry) return { kind: 'unknown' };
      if (isLive(entry)) return { kind: 'live', pass: entry.pass };
      return { kind: 'dead', pass: entry.pass, reason: entry.voidReason ?? 'This pass has expired.' };
    },

    voidOf(selection, reason) {
      for (const entry of kept.values()) if (matches(entry.pass, selection)) voidOne(entry, reason);
    },

    countLive: () => kept.values().filter(isLive).toArray().length,

    onVoid(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function matches(pass: Pass, { repositoryId, ...rest }: PassSelection): boolean {
  const { userId = pass.userId, instanceId = pass.instanceId, projectId = pass.projectId } = rest;
  const { terminalId = pass.terminalId } = rest;
  return (
    pass.userId === userId &&
    pass.instanceId === instanceId &&
    pass.projectId === projectId &&
    pass.terminalId === terminalId &&
    (repositoryId === undefined || pass.repositories.some((each) => each.repositoryId === repositoryId))
  );
}

// The map's key is a hash of 256 random bits: looking it up tells nothing about the secret by its timing.
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64');
}
