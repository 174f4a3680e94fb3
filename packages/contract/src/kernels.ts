import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Problem } from './errors.ts';
import { NotebookId, ProjectId } from './ids.ts';

/** An id of a block: whatever the notebook's file called it. */
const BlockId = z.string().min(1).max(1000);

/** A block that waits for its turn, and who asked for it. */
const QueuedBlock = z.object({ blockId: z.string(), by: z.string() });

/** The kernel of one notebook, and what it is to run. It travels whole, also in events. */
export const KernelState = z.object({
  notebookId: NotebookId,
  projectId: ProjectId,
  /**
   * `none`: there was none since the server started, or it could not be started: `problem` says why. `stopped`: ended by a person or because nobody used
   * it. `dead`: it ended by itself; `problem` says what is known.
   */
  status: z.enum(['none', 'starting', 'idle', 'busy', 'restarting', 'stopped', 'dead']),
  /** What waits, next first; what runs is not among it. */
  queue: z.array(QueuedBlock),
  running: QueuedBlock.extend({ startedAt: z.iso.datetime() }).nullable(),
  /** What the running block asks for with `input()` or `getpass()`. */
  input: z.object({ blockId: z.string(), prompt: z.string(), password: z.boolean() }).nullable(),
  /** The language it speaks, as `Python 3.11.2`; null until it has said so. */
  python: z.string().nullable(),
  /** Why blocks that waited are not going to run; null again with the next run. */
  halted: z
    .object({
      /** The block at which it stopped. */
      blockId: z.string(),
      reason: z.enum(['error', 'interrupted', 'died']),
      /** Blocks that waited behind it. */
      leftOut: z.number().int(),
    })
    .nullable(),
  /** Why it is dead, or could not be started. */
  problem: Problem.nullable(),
});
export type KernelState = z.infer<typeof KernelState>;

export const Completions = z.array(
  z.object({
    text: z.string(),
    /** `function`, `module`, `instance` …; null when unknown. */ kind: z.string().nullable(),
  }),
);

/** Where a project's kernels run: `own`: in its own environment, `server`: the server's Python, `remote`: elsewhere. */
export const PythonSource = z.enum(['own', 'server', 'remote']);
export type PythonSource = z.infer<typeof PythonSource>;

/** Packages on their way into a project's own environment. */
export const PackageInstallation = z.object({
  packages: z.array(z.string()),
  status: z.enum(['running', 'done', 'failed', 'cancelled']),
  by: z.string(),
  /** What pip said, at most its last 64 kB. */
  output: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type PackageInstallation = z.infer<typeof PackageInstallation>;

export const PythonSettings = z.object({
  source: PythonSource,
  /** A Jupyter Server or Enterprise Gateway; kept also while another source is chosen. */
  remote: z.object({ url: z.string(), hasToken: z.boolean() }).nullable(),
  /** Modules that changed on disk are loaded again before each run. */
  autoreload: z.boolean(),
  /** A kernel that nobody used for so long is stopped. */
  idleMinutes: z.number().int(),
});
export type PythonSettings = z.infer<typeof PythonSettings>;

/** The Python of a project. */
export const ProjectPython = PythonSettings.extend({
  projectId: ProjectId,
  /** Of the server's machine, as `Python 3.11.2`; null when it is missing there. */
  version: z.string().nullable(),
  /** `python-missing` with the command to install it in `raw`; null when kernels can run here. */
  problem: Problem.nullable(),
  /** Packages in the own environment, without those that come with the server's Python. */
  packages: z.array(z.object({ name: z.string(), version: z.string() })),
  /** The latest one since the server started. */
  installation: PackageInstallation.nullable(),
});
export type ProjectPython = z.infer<typeof ProjectPython>;

/**
 * A requirement as pip takes it: a name with extras and versions, a wheel or archive by https, or a folder of the
 * project with `./` before it. Never an option.
 */
export const Requirement = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^(?:[A-Za-z0-9]|\.\/)[^\0\r\n]*$/, 'Neither the name of a package nor a folder of the project.');

const tag = 'Kernels';
const ofNotebook = z.object({ notebookId: NotebookId });
const inProject = z.object({ projectId: ProjectId });
const Code = z.object({
  code: z.string().max(1_000_000),
  /** In UTF-16 units from the beginning, as JavaScript counts. */
  cursor: z.number().int().min(0),
});

export const listKernels = endpoint({
  method: 'GET',
  path: '/api/projects/:projectId/kernels',
  tag,
  summary: 'The kernels of a project’s notebooks; a notebook that is not among them has none',
  params: inProject,
  response: z.array(KernelState),
});
export const runBlocks = endpoint({
  method: 'POST',
  path: '/api/notebooks/:notebookId/run',
  tag,
  summary:
    'Queue code blocks, in the order given; starts the kernel when there is none. Blocks of other types, gone or queued already are passed over (editor)',
  params: ofNotebook,
  body: z.object({ blockIds: z.array(BlockId).min(1).max(10_000) }),
  response: KernelState,
});
export const interruptKernel = endpoint({
  method: 'POST',
  path: '/api/notebooks/:notebookId/kernel/interrupt',
  tag,
  summary:
    'Interrupt what runs and forget what waits; a second call ends a kernel that does not listen (editor)',
  params: ofNotebook,
  response: KernelState,
});
export const restartKernel = endpoint({
  method: 'POST',
  path: '/api/notebooks/:notebookId/kernel/restart',
  tag,
  summary: 'Restart the kernel with empty memory; what waits is forgotten (editor)',
  params: ofNotebook,
  response: KernelState,
});
export const stopKernel = endpoint({
  method: 'POST',
  path: '/api/notebooks/:notebookId/kernel/stop',
  tag,
  summary: 'End the kernel; what waits is forgotten (editor)',
  params: ofNotebook,
  response: KernelState,
});
export const answerInput = endpoint({
  method: 'POST',
  path: '/api/notebooks/:notebookId/kernel/input',
  tag,
  summary: 'Answer what the running block asks for (editor)',
  params: ofNotebook,
  body: z.object({ blockId: BlockId, text: z.string().max(100_000) }),
  response: KernelState,
});
export const completeCode = endpoint({
  method: 'POST',
  path: '/api/notebooks/:notebookId/kernel/complete',
  tag,
  summary: 'What could stand at the cursor; nothing while no kernel runs or it is busy (editor)',
  params: ofNotebook,
  body: Code,
  response: z.object({
    matches: Completions,
    /** What a match takes the place of. */
    from: z.number().int(),
    to: z.number().int(),
  }),
});
export const inspectCode = endpoint({
  method: 'POST',
  path: '/api/notebooks/:notebookId/kernel/inspect',
  tag,
  summary: 'What the kernel knows of the name at the cursor; null when nothing, or it is busy (editor)',
  params: ofNotebook,
  body: Code,
  response: z.object({
    /** Text with ANSI colours. */
    text: z.string().nullable(),
  }),
});
export const clearOutputs = endpoint({
  method: 'POST',
  path: '/api/notebooks/:notebookId/clear-outputs',
  tag,
  summary: 'Remove the outputs of blocks, or of all with null; a block that runs keeps its (editor)',
  params: ofNotebook,
  body: z.object({ blockIds: z.array(BlockId).max(10_000).nullable() }),
  response: z.object({}),
});

export const getProjectPython = endpoint({
  method: 'GET',
  path: '/api/projects/:projectId/python',
  tag,
  summary: 'The Python that a project’s notebooks run with',
  params: inProject,
  response: ProjectPython,
});
export const changeProjectPython = endpoint({
  method: 'PATCH',
  path: '/api/projects/:projectId/python',
  tag,
  summary:
    'Choose another Python, automatic reload or idle time; kernels notice automatic reload at once, another Python when they start next (editor)',
  params: inProject,
  body: PythonSettings.pick({ source: true, autoreload: true })
    .extend({ idleMinutes: z.number().int().min(1).max(10_080) })
    .partial(),
  response: ProjectPython,
});
export const setRemoteJupyter = endpoint({
  method: 'PUT',
  path: '/api/projects/:projectId/python/remote',
  tag,
  summary: 'Name a Jupyter Server or Enterprise Gateway for the project’s kernels and use it (admin)',
  params: inProject,
  body: z.object({
    url: z.string().trim().min(1).max(2000),
    /** Null keeps the token that is stored for the same address. */
    token: z.string().max(10_000).nullable(),
  }),
  response: ProjectPython,
});
export const installPackages = endpoint({
  method: 'POST',
  path: '/api/projects/:projectId/python/packages',
  tag,
  summary: 'Install packages into the project’s own environment with pip, one request at a time (editor)',
  params: inProject,
  body: z.object({ packages: z.array(Requirement).min(1).max(50) }),
  response: ProjectPython,
});
export const cancelInstallation = endpoint({
  method: 'POST',
  path: '/api/projects/:projectId/python/packages/cancel',
  tag,
  summary: 'Stop installing packages (editor)',
  params: inProject,
  response: ProjectPython,
});
