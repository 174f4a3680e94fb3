import type {
  ConnectionHealth,
  HealthCheck,
  RepositoryFinding,
  RepositoryId,
  Unjudged,
  User,
  WorkspaceId,
} from '@notelab/contract';
import type { Database } from '../../database/database.ts';
import type { Log } from '../../log.ts';
import type { Events } from '../events/events.ts';
import type { Exports } from '../export/exports.ts';
import type { Accounts } from '../gitlab/accounts/accounts.ts';
import type { Instances } from '../gitlab/instances/instances.ts';
import type { Traffic } from '../gitlab/instances/traffic.ts';
import type { Integrations } from '../integrations/integrations.ts';
import { judgeSightings } from '../repositories/judge-sightings.ts';
import type { Repositories } from '../repositories/repositories.ts';
import type { Sightings } from '../repositories/sightings.ts';
import type { AuthorizedWorkspace } from '../workspaces/policy.ts';
import type { MemberChanged, Workspaces } from '../workspaces/workspaces.ts';
import { findAccountFindings, needsAttention } from './account-findings.ts';
import {
  type BranchUse,
  findBranchFindings,
  findRepositoryFindings,
  type Known,
  toWitness,
} from './findings.ts';
import { presentInstance } from './present-instance.ts';
import { createRecentAnswers } from './recent-answers.ts';
import { runCheck } from './run-check.ts';
import { type HealthCheckRow, healthStore } from './store.ts';

export type Health = Awaited<ReturnType<typeof createHealth>>;

export interface HealthDependencies {
  database: Database;
  workspaces: Workspaces;
  traffic: Traffic;
  instances: Instances;
  accounts: Accounts;
  repositories: Repositories;
  sightings: Sightings;
  integrations: Integrations;
  exports: Exports;
  events: Events;
  log: Log;
}

/** Progress goes to browsers and the database at most this often. */
const progressEveryMs = 250;

interface RunningCheck {
  row: HealthCheckRow;
  abort: AbortController;
  settled: Promise<void>;
}

/**
 * How a workspace's ways to GitLab are. It tells what was noticed while people worked; GitLab is asked only when an
 * admin wants to know, as that admin.
 */
export async function createHealth(dependencies: HealthDependencies) {
  const { database, workspaces, traffic, instances, accounts, repositories, sightings } = dependencies;
  const { integrations, exports, events, log } = dependencies;
  const store = healthStore(database);
  await store.markRunningAsInterrupted();
  const running = new Map<WorkspaceId, RunningCheck>();
  const recentAnswers = createRecentAnswers();
  traffic.onAnswer(({ id }, { outcome }) => recentAnswers.add(id, outcome));

  /** What is needed of branches, whether it is there or not. */
  async function listBranchUses(id: WorkspaceId): Promise<BranchUse[]> {
    const [rows, targets] = await Promise.all([integrations.listRows(id), exports.listTargets(id)]);
    return [
      ...rows.flatMap(({ id, name, repositoryId, defaultBranch }) =>
        defaultBranch === null
          ? []
          : [{ repositoryId, branch: defaultBranch, of: { kind: 'integration' as const, id, name } }],
      ),
      ...targets.map(({ repositoryId, branch, projectId, projectName }) => ({
        repositoryId,
        branch,
        of: { kind: 'export' as const, projectId, projectName },
      })),
    ];
  }

  async function readKnown(workspace: AuthorizedWorkspace): Promise<Known> {
    const { id } = workspace;
    const [listed, seen, changes, goneBranches, branchUses, members] = await Promise.all([
      repositories.list(workspace),
      sightings.list(id),
      sightings.listChanges(id),
      sightings.listGoneBranches(id),
      listBranchUses(id),
      workspaces.listMembers(workspace),
    ]);
    return { repositories: listed, sightings: seen, changes, goneBranches, branchUses, members };
  }

  async function readFindings(user: User, workspace: AuthorizedWorkspace) {
    const known = await readKnown(workspace);
    const used = new Set(known.repositories.map(({ instanceId }) => instanceId));
    const usedInstances = (await instances.list()).filter(({ id }) => used.has(id));
    const [linked, stoppedExports] = await Promise.all([
      accounts.listOf(known.members.map(({ user }) => user.id)),
      exports.listStopped(user, workspace),
    ]);
    const findings = {
      accounts: findAccountFindings({ members: known.members, instances: usedInstances, linked }),
      repositories: findRepositoryFindings(known),
      // Of an export that has stopped, all is told already.
      branches: findBranchFindings(known).filter(
        ({ of }) =>
          of.kind !== 'export' || !stoppedExports.some(({ projectId }) => projectId === of.projectId),
      ),
      stoppedExports,
    };
    return { known, usedInstances, findings, attention: countAttention(findings) };
  }

  async function check(row: HealthCheckRow, user: User, abort: AbortController): Promise<void> {
    const { workspaceId } = row;
    let toldAt = 0;
    const tellDone = () => {
      row.done += 1;
      if (Date.now() - toldAt < progressEveryMs) return;
      toldAt = Date.now();
      events.publish(workspaceId, { type: 'health-check', check: presentCheck(row) });
      store.noteDone(workspaceId, row.done).catch((err) => log.error({ err }, 'progress was not noted'));
    };
    const uses = Map.groupBy(await listBranchUses(workspaceId), ({ repositoryId }) => repositoryId);
    const branchesOf = (id: RepositoryId) => [...new Set(uses.get(id)?.map(({ branch }) => branch))];
    const rows = await repositories.listConnected(workspaceId);
    const { unjudged, versions } = await runCheck(
      { accounts, repositories, sightings },
      { user, rows, branchesOf, signal: abort.signal, onDone: tellDone },
    );
    row.unjudged = unjudged;
    row.versions = { ...row.versions, ...versions };
  }

  async function perform(running: Omit<RunningCheck, 'settled'>, user: User): Promise<void> {
    const { row, abort } = running;
    try {
      await check(row, user, abort);
      row.status = abort.signal.aborted ? abort.signal.reason : 'done';
    } catch (err) {
      log.error({ err, workspace: row.workspaceId }, 'a check of connections failed');
      row.status = 'interrupted';
    }
    row.endedAt = new Date();
    await store.put(row);
    events.publish(row.workspaceId, { type: 'health-check', check: presentCheck(row) });
  }

  function end(found: RunningCheck | undefined, status: 'cancelled' | 'interrupted'): Promise<void> {
    found?.abort.abort(status);
    return found?.settled ?? Promise.resolve();
  }

  return {
    async read(user: User, workspace: AuthorizedWorkspace): Promise<ConnectionHealth> {
      const { known, usedInstances, findings, attention } = await readFindings(user, workspace);
      const last = running.get(workspace.id)?.row ?? (await store.find(workspace.id));
      return {
        attention,
        repositoryCount: known.repositories.length,
        memberCount: known.members.length,
        instances: usedInstances.map((instance) =>
          presentInstance(instance, {
            repositoryCount: known.repositories.filter(({ instanceId }) => instanceId === instance.id).length,
            version: last?.versions[instance.id] ?? null,
            traffic: traffic.of(instance.id),
            recent: recentAnswers.read(instance.id),
          }),
        ),
        ...findings,
        check: last && presentCheck(last),
        unjudged: presentUnjudged(last?.unjudged ?? [], known, findings.repositories),
      };
    },

    async countAttention(user: User, workspace: AuthorizedWorkspace): Promise<number> {
      return (await readFindings(user, workspace)).attention;
    },

    /** One check of a workspace runs at a time: who asks meanwhile gets the running one. */
    async start(user: User, { id: workspaceId }: AuthorizedWorkspace): Promise<HealthCheck> {
      const before = await store.find(workspaceId);
      const total = (await repositories.listConnected(workspaceId)).length;
      const underWay = running.get(workspaceId);
      if (underWay) return presentCheck(underWay.row);
      const row: HealthCheckRow = {
        workspaceId,
        status: 'running',
        userId: user.id,
        byName: user.name,
        startedAt: new Date(),
        endedAt: null,
        total,
        done: 0,
        unjudged: [],
        versions: before?.versions ?? {},
      };
      const abort = new AbortController();
      const begun = { row, abort };
      // From here to the entry nothing is waited for, so that there is one.
      const settled = store
        .put({ ...row })
        .then(() => perform(begun, user))
        .finally(() => running.delete(workspaceId));
      running.set(workspaceId, { ...begun, settled });
      settled.catch((err) => log.error({ err, workspace: workspaceId }, 'a check was not ended'));
      events.publish(workspaceId, { type: 'health-check', check: presentCheck(row) });
      return presentCheck(row);
    },

    cancel: ({ id }: AuthorizedWorkspace): Promise<void> => end(running.get(id), 'cancelled'),

    /** Somebody who may not look after the workspace any more asks no further. */
    async noteMemberChanged({ workspaceId, userId, role }: MemberChanged): Promise<void> {
      const found = running.get(workspaceId);
      if (found?.row.userId === userId && role !== 'admin') void end(found, 'interrupted');
    },

    async close(): Promise<void> {
      await Promise.allSettled(running.values().map((one) => end(one, 'interrupted')));
    },
  };
}

/** What somebody has to see to: the rest is told, too, but nothing is wrong. */
function countAttention({
  accounts,
  repositories,
  branches,
  stoppedExports,
}: Pick<ConnectionHealth, 'accounts' | 'repositories' | 'branches' | 'stoppedExports'>): number {
  return (
    accounts.filter(needsAttention).length +
    repositories.filter(({ kind }) => kind === 'missing' || kind === 'no-admin').length +
    branches.length +
    stoppedExports.length
  );
}

function presentCheck({
  status,
  userId,
  byName,
  startedAt,
  endedAt,
  total,
  done,
}: HealthCheckRow): HealthCheck {
  return {
    status,
    by: { id: userId, name: byName },
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    total,
    done,
  };
}

/** Without repositories of which it is told already that they are missing, or that no admin sees them. */
function presentUnjudged(
  rows: HealthCheckRow['unjudged'],
  known: Known,
  told: RepositoryFinding[],
): Unjudged[] {
  const isTold = ({ repositoryId }: { repositoryId: RepositoryId }) =>
    told.some(
      ({ kind, repository }) => repository.id === repositoryId && (kind === 'missing' || kind === 'no-admin'),
    );
  return rows.flatMap((row) => {
    const repository = known.repositories.find(({ id }) => id === row.repositoryId);
    if (!repository || isTold(row)) return [];
    const { seen } = judgeSightings(known.sightings.get(repository.id) ?? []);
    return [{ repository, reason: row.reason, branch: row.branch, seenBy: toWitness(seen, known.members) }];
  });
}
