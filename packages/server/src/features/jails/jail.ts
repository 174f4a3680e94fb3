import type { LaunchedProcess } from '@notelab/launcher';

/** One process to run in the jail. */
export interface JailedCommand {
  /** Program and arguments. */
  args: string[];
  cwd: string;
  env: Record<string, string>;
  /** The only folder that can be written to, at the same path inside. */
  folder: string;
  /** The socket of the credential helper, for a process that may reach GitLab. */
  credentialSocket?: string | undefined;
  /** For what runs people's own programs for long: kernels. */
  session?: JailedSession | undefined;
}

export interface JailedSession {
  /** More folders that it can write to, at the same paths inside. */
  folders: string[];
  limits: TerminalLimits;
}

/** A shell to run in a jail of its own, with a screen and keys. */
export interface JailedTerminal {
  args: string[];
  cwd: string;
  /** Besides `TERM` and the like everything the shell is told; folders by their names inside. */
  env: Record<string, string>;
  /** The project's folder: the only one that is shared with others. */
  folder: string;
  /** A folder that only this terminal has, to be written to. */
  home: string;
  /** What Notelab tells this terminal, not to be written to: the credential socket is in it. */
  told: string;
  /** More folders that it can write to, at the same paths inside. */
  folders: string[];
  limits: TerminalLimits;
}

export interface TerminalLimits {
  /** Processes and threads. */
  processes: number;
  /** Bytes that one process may have of its own. */
  memoryBytes: number;
}

/** A program with all that it is to be started with. Opening its screen and keys is left to the caller. */
export interface CommandLine {
  program: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
}

/** Confines processes that can touch project files. */
export interface Jail {
  kind: 'bubblewrap' | 'none';
  /** What is missing and what follows from it, as a sentence for the operator; null when nothing is. */
  warning: string | null;
  /** Who processes in the jail are; project files belong to them. Null: the server's own user. */
  owner: { uid: number; gid: number } | null;
  /** Starts the process in a process group of its own, with three pipes. */
  spawn(command: JailedCommand): LaunchedProcess;
  /** What starts a terminal in a jail of its own, with no open files but the screen. */
  terminalCommand(terminal: JailedTerminal): CommandLine;
  /** Where a terminal sees its folders. */
  foldersInTerminal(terminal: Pick<JailedTerminal, 'home' | 'told'>): { home: string; told: string };
  /** Where the credential helper's socket is seen by a process of the jail. */
  socketPathInside(credentialSocket: string): string;
  /** How git runs the credential helper. */
  credentialHelper: string;
}
