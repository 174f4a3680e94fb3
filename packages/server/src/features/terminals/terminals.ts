import {
  type AccountUse,
  type InstanceId,
  newId,
  type ProjectId,
  type Role,
  type Terminal,
  type TerminalId,
  type User,
  type UserId,
  type WorkspaceEvent,
  type WorkspaceId,
} from '@notelab/contract';
import type { Log } from '../../log.ts';
import { fail } from '../../problem.ts';
import type { Audit, AuditAction } from '../audit/audit.ts';
import type { Events } from '../events/events.ts';
import type { AuthorizedProject } from '../projects/policy.ts';
import { isAtLeast } from '../workspaces/policy.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import type { Size } from './host/messages.ts';
import {
  createRunningTerminal,
  type RunningTerminal,
  type RunningTerminalDependencies,
  type Seat,
  type Visitor,
} from './running-terminal.ts';
import { watchResources } from './watch-resources.ts';

export interface TerminalSettings {
  /** How long a terminal lives that nobody has open. */
  idleMs: number;
  /** Of all processes of one terminal together, and of each of them. */
  memoryBytes: number;
  /** Processes and threads of one terminal. */
  processes: number;
  /** What must stay free on the disk of the data folder. */
  diskReserveBytes: number;
  /** How often it is looked at who uses up memory or disk. */
  checkEveryMs: number;
}

export interface TerminalDependencies
  extends Omit<RunningTerminalDependencies, 'onChange' | 'onEnded' | 'limits'> {
  workspaces: Workspaces;
  events: Events;
  audit: Audit;
  settings: TerminalSettings;
  dataDir: string;
  log: Log;
}

export type Terminals = ReturnType<typeof createTerminals>;

const maxPerPerson = 20;
const maxOverall = 200;
/** Ended terminals are kept to be looked at, up to so many of each person. */
const maxEndedPerPerson = 10;

/** The terminals of this process: they end with it. */
export function createTerminals(dependencies: TerminalDependencies) {
  const { projects, workspaces, events, audit, gitAccess, passes, jail, settings, dataDir, host, log } =
    dependencies;
  const terminals = new Map<TerminalId, RunningTerminal>();
  const unsubscribers = new Map<TerminalId, () => void>();

  const resources = watchResources({
    list: () => listRunning().flatMap(toWatched),
    names: { the: 'the terminal', this: 'this terminal' },
    limits: settings,
    dataDir,
    shellDepth: jail.kind === 'bubblewrap' ? 2 : 0,
    intervalMs: settings.checkEveryMs,
    log,
  });
  const idleCheck = setInterval(
    () => {
      for (const terminal of terminals.values())
        if (terminal.isUnusedSince(Date.now() - settings.idleMs))
          void terminal.end(`Nobody had this terminal open for ${sayHours(settings.idleMs)}.`);
    },
    Math.min(settings.idleMs / 4, 60_000),
  );
  idleCheck.unref();

  const listRunning = () => [...terminals.values()].filter((terminal) => terminal.ended() === null);
  const listOf = (userId: UserId) => listRunning().filter(({ owner }) => owner.id === userId);

  function toWatched(terminal: RunningTerminal) {
    const pid = terminal.pid();
    const { say, end } = terminal;
    return pid === null ? [] : [{ pid, say, end: (reason: string) => void end(reason) }];
  }

  function onChange({ workspaceId, projectId }: RunningTerminal): void {
    events.publish(workspaceId, { type: 'terminals-changed', projectId });
  }

  async function onEnded(terminal: RunningTerminal, reason: string): Promise<void> {
    unsubscribers.get(terminal.id)?.();
    unsubscribers.delete(terminal.id);
    await record(terminal.owner, 'terminal-closed', terminal, { reason });
    const past = [...terminals.values()].filter(
      ({ owner, ended }) => owner.id === terminal.owner.id && ended() !== null,
    );
    for (const old of past.slice(0, -maxEndedPerPerson)) forget(old);
  }

  function forget(terminal: RunningTerminal): void {
    terminals.delete(terminal.id);
    terminal.forget();
  }

  async function record(
    actor: User,
    action: AuditAction,
    { workspaceId, projectName, name }: RunningTerminal,
    details: Record<string, string> = {},
  ): Promise<void> {
    const more = { project: projectName, ...details };
    await audit
      .record({ workspaceId, actor, action, subject: name(), details: more })
      .catch((error) => log.error({ err: error }, 'what happened to a terminal could not be recorded'));
  }

  const isVisible = (terminal: RunningTerminal, user: User) =>
    terminal.isShared() || terminal.owner.id === user.id;

  /** Who may see a terminal: its owner, and members of the workspace when it is shared. */
  async function find(user: User, id: TerminalId): Promise<RunningTerminal> {
    const terminal = terminals.get(id) ?? fail('not-found', 'There is no such terminal.');
    await projects.authorize(user, terminal.projectId, 'viewer');
    return isVisible(terminal, user) ? terminal : fail('not-found', 'There is no such terminal.');
  }

  async function findOwn(user: User, id: TerminalId): Promise<RunningTerminal> {
    const terminal = await find(user, id);
    if (terminal.owner.id !== user.id)
      fail('forbidden', `Only ${terminal.owner.name}, whose terminal it is, can do this.`);
    return terminal;
  }

  async function present(terminal: RunningTerminal, user: User): Promise<Terminal> {
    const { id, projectId, workspaceId, owner, createdAt } = terminal;
    const others = terminal.visitors().filter((visitor) => visitor.user.id !== owner.id);
    return {
      id,
      projectId,
      owner: toPerson(owner),
      name: terminal.name(),
      createdAt: createdAt.toISOString(),
      shared: terminal.isShared(),
      typist: toPersonOrNull(terminal.typist()),
      watchers: [...new Map(others.map((visitor) => [visitor.user.id, toPerson(visitor.user)])).values()],
      git: owner.id === user.id ? await gitAccess.list(owner.id, workspaceId) : [],
      ended: terminal.ended(),
    };
  }

  function nextName(owner: User, projectId: ProjectId): string {
    const taken = new Set(
      [...terminals.values()]
        .filter((terminal) => terminal.owner.id === owner.id && terminal.projectId === projectId)
        .map((terminal) => terminal.name()),
    );
    let number = 1;
    while (taken.has(`Terminal ${number}`)) number++;
    return `Terminal ${number}`;
  }

  function hear(terminal: RunningTerminal, event: WorkspaceEvent): void {
    if (event.type === 'accounts-changed' && event.userId === terminal.owner.id) {
      terminal
        .refreshGit()
        .catch((error) => log.error({ err: error }, 'git in a terminal could not be configured'));
      onChange(terminal);
    }
    // Without a jail git has access only where one person alone may edit, which may be so no more.
    if (event.type === 'members-changed' && jail.kind === 'none')
      passes.voidOf({ terminalId: terminal.id }, 'The members of the workspace have changed. Try again.');
  }

  return {
    find,

    async list(project: AuthorizedProject): Promise<Terminal[]> {
      const visible = [...terminals.values()].filter(
        (terminal) => terminal.projectId === project.id && isVisible(terminal, project.user),
      );
      return Promise.all(visible.map((terminal) => present(terminal, project.user)));
    },

    count: () => listRunning().length,

    async open(project: AuthorizedProject, size: Size): Promise<Terminal> {
      const { id: projectId, name: projectName, workspaceId, user: owner } = project;
      if (listOf(owner.id).length >= maxPerPerson)
        fail('too-many-terminals', `You have ${maxPerPerson} terminals open. Close one first.`);
      if (listRunning().length >= maxOverall)
        fail('too-many-terminals', `${maxOverall} terminals are open on this server. Try again later.`);
      const id = newId<TerminalId>();
      const name = nextName(owner, projectId);
      const terminal = createRunningTerminal(
        { ...dependencies, limits: settings, onChange, onEnded },
        { id, projectId, projectName, workspaceId, owner, name },
      );
      terminals.set(id, terminal);
      unsubscribers.set(
        id,
        events.subscribe(workspaceId, (event) => hear(terminal, event)),
      );
      try {
        await terminal.start(size);
      } catch (error) {
        await terminal.end('It could not be started.');
        forget(terminal);
        throw error;
      }
      await record(owner, 'terminal-opened', terminal);
      onChange(terminal);
      return present(terminal, owner);
    },

    async change(
      user: User,
      id: TerminalId,
      changes: { name?: string; shared?: boolean },
    ): Promise<Terminal> {
      const terminal = await findOwn(user, id);
      const { name, shared } = changes;
      if (name !== undefined) terminal.rename(name);
      if (shared !== undefined && shared !== terminal.isShared()) {
        await terminal.setShared(shared);
        await record(user, shared ? 'terminal-shared' : 'terminal-unshared', terminal);
      }
      return present(terminal, user);
    },

    async handOver(user: User, id: TerminalId, to: UserId | null): Promise<Terminal> {
      const terminal = await findOwn(user, id);
      if (to === null || to === user.id) {
        const typist = terminal.typist();
        await terminal.takeBack(`${user.name} took this terminal back.`);
        if (typist) await record(user, 'terminal-taken-back', terminal, { from: typist.name });
        return present(terminal, user);
      }
      if (!terminal.isShared()) fail('invalid-input', 'Share the terminal first, so that others can see it.');
      const workspace = await workspaces.authorizeWorkspace(user, terminal.workspaceId, 'editor');
      const member = (await workspaces.listMembers(workspace)).find((each) => each.user.id === to);
      if (!member || !isAtLeast(member.role, 'editor'))
        return fail('invalid-input', 'Only an editor of the workspace can type in a terminal.');
      await terminal.letType(member.user);
      await record(user, 'terminal-handed-over', terminal, { to: member.user.name });
      return present(terminal, user);
    },

    async close(user: User, id: TerminalId): Promise<void> {
      const terminal = await findOwn(user, id);
      await terminal.end(`${user.name} closed it.`);
      forget(terminal);
      onChange(terminal);
    },

    /** Terminals of somebody that run, with their projects' names. */
    listUse: ({ userId }: { userId: UserId }): AccountUse[] =>
      listOf(userId).map(({ name, projectName }) => ({ kind: 'terminal', name: name(), projectName })),

    /** For somebody whom `find` has just let in; null when the terminal is not theirs to see any more. */
    join(id: TerminalId, visitor: Visitor): Seat | null {
      const terminal = terminals.get(id);
      return terminal && isVisible(terminal, visitor.user) ? terminal.join(visitor) : null;
    },

    /** Whoever left the workspace sees its terminals no more, and only editors have terminals and type in them. */
    async noteMemberChanged(change: {
      userId: UserId;
      workspaceId: WorkspaceId;
      role: Role | null;
    }): Promise<void> {
      const { userId, workspaceId, role } = change;
      if (role !== null && isAtLeast(role, 'editor')) return;
      const inWorkspace = listRunning().filter((terminal) => terminal.workspaceId === workspaceId);
      const reason =
        role === null
          ? 'You are no member of this workspace any more.'
          : 'You are no editor of this workspace any more.';
      await Promise.all(
        inWorkspace.map(async (terminal) => {
          if (terminal.owner.id === userId) await terminal.end(reason);
          else if (terminal.typist()?.id === userId)
            await terminal.takeBack(`${terminal.typist()?.name} may not type here any more.`);
        }),
      );
      if (role === null)
        for (const terminal of terminals.values())
          if (terminal.workspaceId === workspaceId)
            for (const visitor of terminal.visitors())
              if (visitor.user.id === userId) visitor.turnAway('forbidden', reason);
    },

    noteDisconnected(
      { userId, instanceId }: { userId: UserId; instanceId: InstanceId },
      reason: string,
    ): void {
      for (const terminal of listOf(userId)) terminal.noteDisconnected(instanceId, reason);
    },

    noteSignedOut(sessionId: string): void {
      for (const terminal of terminals.values())
        for (const visitor of terminal.visitors())
          if (visitor.sessionId === sessionId) visitor.turnAway('not-signed-in', 'You have signed out.');
    },

    async endProject(projectId: ProjectId): Promise<void> {
      const ofProject = [...terminals.values()].filter((terminal) => terminal.projectId === projectId);
      await Promise.all(ofProject.map((terminal) => terminal.end('The project was deleted.')));
      ofProject.forEach(forget);
    },

    async closeAll(): Promise<void> {
      clearInterval(idleCheck);
      await resources.close();
      await Promise.all(listRunning().map((terminal) => terminal.end('The Notelab server was stopped.')));
      await host.close();
    },
  };
}

const toPerson = ({ id, name }: User) => ({ id, name });
const toPersonOrNull = (user: User | null) => user && toPerson(user);

function sayHours(ms: number): string {
  const hours = Math.round(ms / 3_600_000);
  return hours === 1 ? 'an hour' : `${hours} hours`;
}
