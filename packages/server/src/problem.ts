import type { ErrorCode, Problem } from '@notelab/contract';

/** An error that a person can be told about. Everything else that is thrown is a bug and answers `internal`. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(code: ErrorCode, detail: string, more: Omit<Problem, 'code' | 'detail'> = {}) {
    super(detail);
    this.name = 'ProblemError';
    this.problem = { code, detail, ...more };
  }
}

/** Ends the use case with a problem. */
export function fail(code: ErrorCode, detail: string, more: Omit<Problem, 'code' | 'detail'> = {}): never {
  throw new ProblemError(code, detail, more);
}
