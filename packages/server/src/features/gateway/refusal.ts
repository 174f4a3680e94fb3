import type { ErrorCode } from '@notelab/contract';

/** Why git is turned away. git prints the message behind "remote:", so it is written for people. */
export interface Refusal {
  ok: false;
  /** HTTP status of the reply. Only a missing or dead pass is 401, which makes git ask for another one. */
  status: number;
  message: string;
  code: ErrorCode;
}

export function refuse(status: number, code: ErrorCode, message: string): Refusal {
  return { ok: false, status, message, code };
}
