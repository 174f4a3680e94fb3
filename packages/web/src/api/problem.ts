import {
  type ErrorCode,
  errorTable,
  type NextStep,
  type Problem,
  type ProblemReply,
} from '@notelab/contract';
import { problemTexts } from './problem-texts.ts';

/** A reply that says no: carries the server's problem. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly problem: ProblemReply;
  constructor(problem: ProblemReply) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** No answer came, or one that is not Notelab's (a proxy's error page). */
export class UnreachableError extends Error {
  override name = 'UnreachableError';
  readonly status: number | null;
  constructor({ status = null, cause }: { status?: number | null; cause?: unknown }) {
    super('Notelab does not answer.', { cause });
    this.status = status;
  }
}

/** What the interface shows of an error, whatever it was. */
export interface ShownProblem {
  title: string;
  /** What happened in this very case. */
  detail: string | null;
  /** What a person can do, in words. */
  hint: string;
  next: NextStep | null;
  /** What git or GitLab said. */
  raw: string | null;
  files: string[];
  fields: Record<string, string>;
  instanceId: string | null;
  requestId: string | null;
}

/** Whether an error is the problem with this code. */
export function isProblem(error: unknown, code: ErrorCode): error is ProblemError {
  return error instanceof ProblemError && error.problem.code === code;
}

/** The sentences about single fields of a form that was refused; {} when the error is about something else. */
export function fieldErrors(error: unknown): Record<string, string> {
  return error instanceof ProblemError ? (error.problem.fields ?? {}) : {};
}

/** What to show of a thrown error, or of the problem of a failed operation. */
export function toShownProblem(error: unknown): ShownProblem {
  if (error instanceof ProblemError) {
    const { status, requestId } = error.problem;
    // The number leads to the log; what the user can settle alone needs none.
    return shown(error.problem, status >= 500 ? requestId : null);
  }
  if (isProblemValue(error)) return shown(error, null);
  if (error instanceof UnreachableError) {
    return {
      title: 'Notelab does not answer',
      detail: null,
      hint: 'The connection may be down, or Notelab is being restarted. Nothing you typed is lost.',
      next: 'try-again',
      raw: error.status === null ? null : `HTTP status ${error.status}`,
      files: [],
      fields: {},
      instanceId: null,
      requestId: null,
    };
  }
  return {
    title: 'This page ran into a mistake of its own',
    detail: null,
    hint: 'Loading the page again usually helps.',
    next: 'reload',
    raw: error instanceof Error ? error.message : String(error),
    files: [],
    fields: {},
    instanceId: null,
    requestId: null,
  };
}

function isProblemValue(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && String(value.code) in errorTable;
}

function shown(problem: Problem, requestId: string | null): ShownProblem {
  const text = problemTexts[problem.code] ?? problemTexts.internal;
  return {
    title: text.title,
    detail: text.complete ? null : problem.detail || null,
    hint: text.hint,
    next: errorTable[problem.code]?.next ?? null,
    raw: problem.raw ?? null,
    files: problem.files ?? [],
    fields: problem.fields ?? {},
    instanceId: problem.instanceId ?? null,
    requestId,
  };
}
