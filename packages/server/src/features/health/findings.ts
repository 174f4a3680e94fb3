import type {
  BranchFinding,
  IntegrationId,
  Member,
  ProjectId,
  Repository,
  RepositoryFinding,
  RepositoryId,
  UserId,
  Witness,
} from '@notelab/contract';
import { isUnseenBy, judgeSightings } from '../repositories/judge-sightings.ts';
import type { GoneBranch, RepositoryChange, Sighting } from '../repositories/sighting-store.ts';

/** What a branch of a repository is needed for. */
export interface BranchUse {
  repositoryId: RepositoryId;
  branch: string;
  of:
    | { kind: 'integration'; id: IntegrationId; name: string }
    | { kind: 'export'; projectId: ProjectId; projectName: string };
}

export interface Known {
  repositories: Repository[];
  sightings: Map<RepositoryId, Sighting[]>;
  changes: RepositoryChange[];
  goneBranches: GoneBranch[];
  branchUses: BranchUse[];
  members: Member[];
}

/** How long it is told that something was renamed or shown to others: nothing has to be done about it. */
const tellChangesForMs = 30 * 24 * 60 * 60_000;

/** What waits for somebody comes first. */
const order: RepositoryFinding['kind'][] = ['missing', 'no-admin', 'archived', 'moved', 'visibility'];

/** What is to be told about the repositories of a workspace. */
export function findRepositoryFindings(known: Known, now = new Date()): RepositoryFinding[] {
  const findings = known.repositories.flatMap((repository) => findingsOf(repository, known, now));
  return findings.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

function findingsOf(
  repository: Repository,
  { sightings, changes, members }: Known,
  now: Date,
): RepositoryFinding[] {
  const seen = sightings.get(repository.id) ?? [];
  const verdict = judgeSightings(seen);
  const witnesses = {
    missedBy: toWitness(verdict.missed, members),
    seenBy: toWitness(verdict.seen, members),
  };
  const nothing = { repository, at: null, before: null, missedBy: null, seenBy: null };
  const findings: RepositoryFinding[] = [];
  const admins = new Set(members.filter(({ role }) => role === 'admin').map(({ user }) => user.id));
  if (verdict.isMissing) {
    const at = verdict.missed?.at.toISOString() ?? null;
    findings.push({ ...nothing, kind: 'missing', at, ...witnesses });
  } else if (isUnseenBy(admins, seen)) findings.push({ ...nothing, kind: 'no-admin', ...witnesses });

  const changeOf = (field: RepositoryChange['field']) =>
    changes.find((change) => change.repositoryId === repository.id && change.field === field);
  if (repository.archived) {
    const at = changeOf('archived')?.at.toISOString() ?? null;
    findings.push({ ...nothing, kind: 'archived', at });
  }
  for (const [kind, field] of [
    ['moved', 'path'],
    ['visibility', 'visibility'],
  ] as const) {
    const change = changeOf(field);
    if (change && now.getTime() - change.at.getTime() < tellChangesForMs)
      findings.push({ ...nothing, kind, at: change.at.toISOString(), before: change.before });
  }
  return findings;
}

/** Branches that are needed and gone. Of a repository that is missing itself, that is all there is to say. */
export function findBranchFindings(known: Known): BranchFinding[] {
  return known.branchUses.flatMap(({ repositoryId, branch, of }) => {
    const repository = known.repositories.find(({ id }) => id === repositoryId);
    const gone = known.goneBranches.find((row) => row.repositoryId === repositoryId && row.branch === branch);
    if (!repository || !gone) return [];
    if (judgeSightings(known.sightings.get(repositoryId) ?? []).isMissing) return [];
    const noticed = toWitness({ userId: gone.userId, at: gone.since }, known.members);
    return [{ repository, branch, noticed, of }];
  });
}

export function toWitness<T extends { userId: UserId; at: Date } | null>(
  moment: T,
  members: Member[],
): T extends null ? null : Witness;
export function toWitness(moment: { userId: UserId; at: Date } | null, members: Member[]): Witness | null {
  if (!moment) return null;
  const member = members.find(({ user }) => user.id === moment.userId);
  return { name: member?.user.name ?? null, at: moment.at.toISOString() };
}
