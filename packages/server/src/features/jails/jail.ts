import type { ChildProcess } from 'node:child_process';

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
}

/** Confines processes that can touch project files. */
export interface Jail {
  kind: 'bubblewrap' | 'none';
  /** What is missing and what follows from it, as a sentence for the operator; null when nothing is. */
  warning: string | null;
  /** Who processes in the jail are; project files belong to them. Null: the server's own user. */
  owner: { uid: number; gid: number } | null;
  /** Starts the process in a process group of its own, with three pipes. */
  spawn(command: JailedCommand): ChildProcess;
  /** Where the credential helper's socket is seen by a process of the jail. */
  socketPathInside(credentialSocket: string): string;
  /** How git runs the credential helper. */
  credentialHelper: string;
}
