import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type {
  InstanceId,
  ProjectId,
  TerminalId,
  TerminalServerMessage,
  User,
  WorkspaceId,
} from '@notelab/contract';
import type { Log } from '../../log.ts';
import { fail } from '../../problem.ts';
import type { Jail, TerminalLimits } from '../jails/jail.ts';
import type { Passes } from '../passes/passes.ts';
import type { FileEdits } from '../projects/file-edits.ts';
import type { Projects } from '../projects/projects.ts';
import { createAudience, type Page } from './audience.ts';
import { endProcesses } from './end-processes.ts';
import type { GitAccess } from './git-access.ts';
import type { Size } from './host/messages.ts';
import { openShell, type Shell } from './open-shell.ts';
import type { TerminalHost } from './start-host.ts';

/** An open page of somebody. */
export interface Visitor {
  user: User;
  /** Names the browser's sign-in. */
  sessionId: string;
  send(output: Uint8Array): void;
  tell(message: TerminalServerMessage): void;
  /** Ends the connection: the page may not look any more. */
  turnAway(code: 'not-signed-in' | 'forbidden' | 'not-found', reason: string): void;
}

/** What a page that has joined can do. */
export interface Seat {
  type(data: string): void;
  resize(size: Size): void;
  noteDrawn(bytes: number): void;
  leave(): void;
}

export interface TerminalFacts {
  id: TerminalId;
  projectId: ProjectId;
  projectName: string;
  workspaceId: WorkspaceId;
  owner: User;
  name: string;
}

export interface RunningTerminalDependencies {
  jail: Jail;
  host: TerminalHost;
  passes: Passes;
  projects: Projects;
  edits: FileEdits;
  gitAccess: GitAccess;
  limits: TerminalLimits;
  /** The Python environment of a project, which is first on a shell's PATH; null when it has none. */
  findEnvironment(id: ProjectId): Promise<string | null>;
  /** Where the homes of shells are made. */
  homes: string;
  log: Log;
  /** Something that pages show has changed. */
  onChange(terminal: RunningTerminal): void;
  onEnded(terminal: RunningTerminal, reason: string): Promise<void>;
}

export type RunningTerminal = ReturnType<typeof createRunningTerminal>;

interface Run {
  shell: Shell;
  exited: Promise<{ exitCode: number; signal: number }>;
  hasExited: boolean;
}

const exitWithinMs = 5_000;
/**
 * Leaves whatever a program did to the screen: its own screen, colours, mouse, hidden cursor. Leaving a program's own
 * screen also goes to where the cursor was last saved, so it is saved before: where there is no such screen it stays.
 */
const resetModes =
  '\x1b7\x1b[?1049l\x1b[!p\x1b[m\x1b[?1000;1002;1003;1004;1005;1006;1015;2004l\x1b[?25h\x1b>\x1b]104\x07';

/**
 * One terminal: a screen that stays, the pages that show it, and the shell behind it. When somebody else has typed,
 * the next shell is a new one: nothing that they left running, or in its home, goes on as its owner.
 */
export function createRunningTerminal(dependencies: RunningTerminalDependencies, facts: TerminalFacts) {
  const { jail, host, passes, edits, gitAccess, log } = dependencies;
  const { id, owner, projectId, workspaceId } = facts;
  const createdAt = new Date();
  const visitors = new Map<Page, Visitor>();
  const disconnected = new Map<InstanceId, string>();
  const releaseFiles = dependencies.projects.watch(projectId);
  let { name } = facts;
  let shared = false;
  let typist: User | null = null;
  let ended: string | null = null;
  let size: Size = { columns: 80, rows: 24 };
  let run: Run | null = null;
  let shells = 0;
  let screenIsLost = false;
  let usedAtMs = Date.now();
  /** What starts or ends shells happens one after the other. */
  let turn: Promise<unknown> = Promise.resolve();
  let noteExit: (exit: { exitCode: number; signal: number }) => void = () => {};

  const audience = createAudience({
    take: (bytes) => host.send({ type: 'taken', id, bytes }),
    requestSnapshot(request) {
      if (!screenIsLost) return host.send({ type: 'snapshot', id, request });
      audience.beginSnapshot(request);
      queueMicrotask(() => audience.finishSnapshot(request, { ...size, screen: '' }));
    },
  });
  host.listen(id, {
    onOutput: audience.show,
    onSnapshotBegins: audience.beginSnapshot,
    onSnapshot: audience.finishSnapshot,
    onExit: (exit) => noteExit(exit),
    onLost() {
      screenIsLost = true;
      noteExit({ exitCode: 1, signal: 0 });
    },
  });

  /** Whoever gives a command may change files with it. */
  function noteWork({ id: userId }: User): void {
    edits
      .note(projectId, userId, null)
      .catch((error) => log.error({ err: error }, 'work in a terminal could not be noted'));
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  }

  const mayType = (user: User) => run !== null && ended === null && user.id === (typist ?? owner).id;

  function tellTyping(): void {
    for (const { user, tell } of visitors.values()) tell({ type: 'typing', allowed: mayType(user) });
    audience.reconsider();
  }

  function say(sentence: string): void {
    const line = sentence.replace(/\p{Cc}/gu, ' ');
    host.send({ type: 'say', id, text: `\r\n\x1b[33m${line}\x1b[0m\r\n` });
  }

  async function startShell(): Promise<void> {
    shells++;
    const number = shells;
    const exit = Promise.withResolvers<{ exitCode: number; signal: number }>();
    noteExit = exit.resolve;
    const asking = {
      terminalId: id,
      projectId,
      workspaceId,
      owner,
      whySuspended() {
        if (ended !== null || number !== shells || run === null) return 'This shell has ended.';
        return typist === null ? null : sayWhoTypes(typist, owner);
      },
      whyDisconnected: (instanceId: InstanceId) => disconnected.get(instanceId) ?? null,
    };
    const shell = await openShell(
      { jail, host },
      {
        id,
        ...size,
        files: dependencies.projects.filesOf(projectId),
        home: join(dependencies.homes, `${id}-${number}`),
        environment: await dependencies.findEnvironment(projectId),
        limits: dependencies.limits,
        git: await gitAccess.readSettings(owner),
        answer: (pid, question) => gitAccess.answer({ ...asking, pid }, question),
      },
    );
    const started: Run = { shell, exited: exit.promise, hasExited: false };
    run = started;
    tellTyping();
    void exit.promise.then((how) => {
      started.hasExited = true;
      if (run === started) void inTurn(() => finish(screenIsLost ? hostFailed : describeExit(how)));
    });
  }

  async function stopShell(reason: string): Promise<void> {
    const stopped = run;
    run = null;
    passes.voidOf({ terminalId: id }, reason);
    if (!stopped) return;
    tellTyping();
    await endProcesses(stopped.shell.pid, () => stopped.hasExited);
    await Promise.race([stopped.exited, wait(exitWithinMs, null, { ref: false })]);
    await stopped.shell.tidyUp().catch((error) => log.warn({ err: error }, 'a shell left something behind'));
  }

  async function finish(reason: string): Promise<void> {
    if (ended !== null) return;
    ended = reason;
    typist = null;
    await stopShell(reason);
    releaseFiles();
    for (const { tell } of visitors.values()) tell({ type: 'ended', reason });
    await dependencies.onEnded(terminal, reason);
    dependencies.onChange(terminal);
  }

  function requireRunning(): void {
    if (ended !== null) fail('terminal-ended', `This terminal has ended: ${ended}`);
  }

  const terminal = {
    ...facts,
    createdAt,
    say,
    name: () => name,
    isShared: () => shared,
    typist: () => typist,
    ended: () => ended,
    visitors: () => [...visitors.values()],
    /** The process that the shell's jail was started with, while it runs. */
    pid: () => run?.shell.pid ?? null,
    isUnusedSince: (timeMs: number) => ended === null && visitors.size === 0 && usedAtMs < timeMs,

    start: (first: Size) =>
      inTurn(() => {
        size = first;
        return startShell();
      }),

    rename(next: string): void {
      name = next;
      dependencies.onChange(terminal);
    },

    async setShared(next: boolean): Promise<void> {
      shared = next;
      if (!next) {
        if (typist) await terminal.takeBack(`${owner.name} no longer shares this terminal.`);
        for (const visitor of visitors.values())
          if (visitor.user.id !== owner.id)
            visitor.turnAway('not-found', `${owner.name} no longer shares this terminal.`);
      }
      dependencies.onChange(terminal);
    },

    /** Somebody else types in the owner's place; git has no access from now on. */
    letType: (user: User) =>
      inTurn(async () => {
        requireRunning();
        typist = user;
        passes.voidOf({ terminalId: id }, sayWhoTypes(user, owner));
        say(`${user.name} types here now. ${sayWhoTypes(user, owner)}`);
        tellTyping();
        dependencies.onChange(terminal);
      }),

    /** The owner types again, in a new shell. */
    takeBack: (why: string) =>
      inTurn(async () => {
        requireRunning();
        if (!typist) return;
        await stopShell(why);
        typist = null;
        host.send({ type: 'say', id, text: resetModes });
        say(`${why} What ran here has ended, and this is a new shell.`);
        try {
          await startShell();
        } catch (error) {
          log.error({ err: error }, 'a new shell could not be started');
          await finish('A new shell could not be started.');
        }
        dependencies.onChange(terminal);
      }),

    /** Ends everything that runs in it; the screen stays to be looked at. */
    end: (reason: string) => inTurn(() => finish(reason)),

    /** Lets go of the screen, too. */
    forget(): void {
      for (const visitor of visitors.values()) visitor.turnAway('not-found', 'The terminal was closed.');
      audience.close();
      host.send({ type: 'forget', id });
    },

    /** Git goes by what its owner's accounts are now. */
    async refreshGit(): Promise<void> {
      await run?.shell.configureGit(await gitAccess.readSettings(owner));
    },

    noteDisconnected(instanceId: InstanceId, reason: string): void {
      disconnected.set(instanceId, reason);
    },

    join(visitor: Visitor): Seat {
      const { user } = visitor;
      const page: Page = {
        send: visitor.send,
        types: () => mayType(user),
        tell(message) {
          visitor.tell(message);
          if (message.type !== 'snapshot') return;
          visitor.tell({ type: 'typing', allowed: mayType(user) });
          if (ended !== null) visitor.tell({ type: 'ended', reason: ended });
        },
      };
      visitors.set(page, visitor);
      usedAtMs = Date.now();
      audience.join(page);
      if (user.id !== owner.id) dependencies.onChange(terminal);
      return {
        type(data) {
          if (!mayType(user)) return;
          usedAtMs = Date.now();
          host.send({ type: 'input', id, data });
          if (data.includes('\r')) noteWork(user);
        },
        resize(next) {
          if (!mayType(user)) return;
          size = next;
          host.send({ type: 'resize', id, ...next });
          for (const [other, { tell }] of visitors) if (other !== page) tell({ type: 'size', ...next });
        },
        noteDrawn: (bytes) => audience.noteDrawn(page, bytes),
        leave() {
          if (!visitors.delete(page)) return;
          usedAtMs = Date.now();
          audience.leave(page);
          if (user.id !== owner.id) dependencies.onChange(terminal);
        },
      };
    },
  };
  return terminal;
}

const sayWhoTypes = (typist: User, owner: User) =>
  `Git has no access to GitLab while ${typist.name} types in this terminal: ${owner.name} has to take it back.`;

const hostFailed =
  'The part of Notelab that holds the terminals has failed, and all that ran in them has ended.';

function describeExit({ exitCode, signal }: { exitCode: number; signal: number }): string {
  if (signal !== 0) return `The shell was ended by signal ${signal}.`;
  return exitCode === 0 ? 'The shell has ended.' : `The shell has ended with code ${exitCode}.`;
}
