import { stat } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inspectRepositoryShape } from '../repository/repository-shape.ts';
import type { GitEnvironment, StartedProcess } from './git-environment.ts';
import { codeForFailure, GitError, type GitErrorCode } from './git-error.ts';
import { buildProcessEnvironment } from './process-environment.ts';
import { createProgressMeter, fetchWeights, type GitProgress, type ProgressWeights } from './progress.ts';
import { createStderrReader } from './stderr-reader.ts';
import { signalGroup, stopProcessGroup } from './stop-process.ts';

export interface RunGitOptions {
  /** ends the process group when it fires; the call throws `cancelled` */
  signal?: AbortSignal;
  /** default two minutes */
  timeoutMs?: number;
  /** most bytes of standard output, default 64 MiB; more throws `output-too-large` */
  maxOutputBytes?: number;
  stdin?: string | Uint8Array | Readable;
  /** takes standard output as it comes, instead of the result; ended or destroyed with git */
  output?: Writable;
  /** exit codes that are results; every other one throws. Default: 0 */
  okExitCodes?: readonly number[];
  onProgress?(progress: GitProgress): void;
  /** what each of git's meters is of the whole; default that of a fetch */
  progressWeights?: ProgressWeights;
  env?: Record<string, string>;
  /** do not take locks that are only there to save the result for later (refreshing the index) */
  readOnly?: boolean;
  /** the command concerns no repository in `cwd` (clone, ls-remote, version) */
  outsideRepository?: boolean;
}

export interface GitResult {
  exitCode: number;
  stdout: Buffer;
  /** without progress; not redacted, lone bytes escaped as in a path (see `decodePath`) */
  stderr: string;
}

const maxStderrBytes = 64 * 1024 * 1024;
const pipesGraceMs = 2000;

/**
 * Runs one git process and waits for it. The only place that starts git.
 * @param cwd the repository's top folder (or any folder with `outsideRepository`)
 * @throws GitError when git is missing, the repository is unsafe, the process is stopped (signal, time, output)
 *   or ends with an exit code that is not in `okExitCodes`
 */
export async function runGit(
  git: GitEnvironment,
  cwd: string,
  args: string[],
  options: RunGitOptions = {},
): Promise<GitResult> {
  // a missing folder and a missing git give the same ENOENT
  const folder = await stat(cwd).catch(() => null);
  if (!folder?.isDirectory())
    throw new GitError('not-a-repository', { args, stderr: `No such folder: ${cwd}` });
  const shape = options.outsideRepository ? { kind: 'none' as const } : await inspectRepositoryShape(cwd);
  if (shape.kind === 'unsafe') throw new GitError('unsafe-repository', { args, stderr: shape.problem });
  if (options.signal?.aborted) throw new GitError('cancelled', { args });
  const env = buildProcessEnvironment(git, cwd, {
    isRepository: shape.kind === 'repository',
    readOnly: options.readOnly ?? false,
    env: options.env ?? {},
  });
  const result = await collect(git.spawn({ args, cwd, env }), args, options);
  if (!(options.okExitCodes ?? [0]).includes(result.exitCode)) {
    throw new GitError(codeForFailure(result.stderr), { args, ...result });
  }
  return result;
}

function collect(child: StartedProcess, args: string[], options: RunGitOptions): Promise<GitResult> {
  const { promise, resolve, reject } = Promise.withResolvers<GitResult>();
  const maxOutputBytes = options.maxOutputBytes ?? 64 * 1024 * 1024;
  const output: Buffer[] = [];
  let outputBytes = 0;
  let stderrBytes = 0;
  let stopReason: GitErrorCode | undefined;

  const meter = createProgressMeter(
    options.progressWeights ?? fetchWeights,
    options.onProgress ?? (() => {}),
  );
  const stderr = createStderrReader((line) => meter.read(line));

  const stop = (reason: GitErrorCode) => {
    if (stopReason) return;
    stopReason = reason;
    stopProcessGroup(child);
  };
  const cancel = () => stop('cancelled');
  const timeLimit = setTimeout(() => stop('timed-out'), options.timeoutMs ?? 120_000);
  options.signal?.addEventListener('abort', cancel, { once: true });

  const { output: sink } = options;
  // Who takes the output may end before git does: then git meets a broken pipe, and its end tells.
  if (sink && child.stdout) pipeline(child.stdout, sink).catch(() => {});
  else
    child.stdout?.on('data', (chunk: Buffer) => {
      outputBytes += chunk.length;
      if (outputBytes > maxOutputBytes) stop('output-too-large');
      else output.push(chunk);
    });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderrBytes += chunk.length;
    if (stderrBytes > maxStderrBytes) stop('output-too-large');
    else stderr.push(chunk);
  });

  // A process git left behind can hold the pipes open for ever; git itself has ended, so that is the end.
  child.once('exit', () => {
    const closePipes = setTimeout(() => {
      signalGroup(child, 'SIGKILL');
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, pipesGraceMs);
    child.once('close', () => clearTimeout(closePipes));
  });

  const finish = () => {
    clearTimeout(timeLimit);
    options.signal?.removeEventListener('abort', cancel);
  };
  child.once('error', (error: NodeJS.ErrnoException) => {
    finish();
    const missing = error.code === 'ENOENT';
    reject(new GitError(missing ? 'git-missing' : 'git-failed', { args, stderr: error.message }));
  });
  child.once('close', (exitCode: number | null) => {
    finish();
    const details = { args, exitCode, stderr: stderr.finish() };
    if (stopReason) reject(new GitError(stopReason, details));
    else if (exitCode === null) reject(new GitError('git-failed', details));
    else resolve({ exitCode, stdout: Buffer.concat(output), stderr: details.stderr });
  });

  feedStdin(child, options.stdin);
  return promise;
}

function feedStdin(child: StartedProcess, input: RunGitOptions['stdin']): void {
  const stdin = child.stdin;
  if (!stdin) return;
  // git may end without reading everything; its exit code says what happened, the broken pipe does not
  stdin.on('error', () => {});
  if (input === undefined || typeof input === 'string' || input instanceof Uint8Array) stdin.end(input);
  else pipeline(input, stdin).catch(() => stdin.destroy());
}
