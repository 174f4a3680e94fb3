import type { CommandLine } from '../../jails/jail.ts';

export interface Size {
  columns: number;
  rows: number;
}

/** What the server tells the process that holds the screens. `id` names a screen. */
export type ToHost =
  /** Starts a shell; on a screen that is there already, below what it shows. */
  | ({ type: 'start'; id: string; command: CommandLine; owner: { uid: number; gid: number } | null } & Size)
  | { type: 'input'; id: string; data: string }
  | ({ type: 'resize'; id: string } & Size)
  /** Text of Notelab's own, shown like output. */
  | { type: 'say'; id: string; text: string }
  /** So many bytes of output have gone where they were to go; more may come. */
  | { type: 'taken'; id: string; bytes: number }
  | { type: 'snapshot'; id: string; request: number }
  | { type: 'forget'; id: string };

export type FromHost =
  | { type: 'started'; id: string; pid: number }
  | { type: 'failed'; id: string; reason: string }
  | { type: 'output'; id: string; data: Uint8Array }
  | { type: 'exited'; id: string; exitCode: number; signal: number }
  /** All output before this is in the snapshot that will be sent, all output after it is not. */
  | { type: 'snapshot-begins'; id: string; request: number }
  | ({ type: 'snapshot'; id: string; request: number; screen: string } & Size);
