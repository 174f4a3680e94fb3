import { totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { UpstreamLimits } from './features/gateway/ask-upstream.ts';
import type { KernelSettings } from './features/kernels/kernels.ts';
import { usualPythons } from './features/kernels/python/find-python.ts';
import type { TerminalSettings } from './features/terminals/terminals.ts';

const gibibyte = 2 ** 30;
const port = z.coerce.number().int().min(0).max(65535);

const Environment = z.object({
  NOTELAB_HOST: z.string().min(1).default('127.0.0.1'),
  NOTELAB_PORT: port.default(4321),
  NOTELAB_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  NOTELAB_DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  NOTELAB_SECRET_KEY: z
    .string()
    .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64')
    .optional(),
  NOTELAB_ALLOW_PRIVATE_GITLAB: z.enum(['true', 'false']).default('false'),
  NOTELAB_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  NOTELAB_METRICS_PORT: port.optional(),
  NOTELAB_METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  NOTELAB_MAX_UPLOAD_MB: z.coerce.number().int().positive().default(1024),
  NOTELAB_TERMINAL_IDLE_HOURS: z.coerce.number().positive().default(12),
  NOTELAB_TERMINAL_MEMORY_GIB: z.coerce.number().positive().optional(),
  NOTELAB_KERNEL_MEMORY_GIB: z.coerce.number().positive().optional(),
  NOTELAB_SANDBOX: z.enum(['auto', 'off']).default('auto'),
  GITLAB_SANDBOX_PORT: port.default(4322),
});

export interface Config {
  host: string;
  port: number;
  /** Where browsers reach Notelab: sign-in cookies, links and OAuth redirects belong to it. No trailing slash. */
  publicUrl: string;
  dataDir: string;
  /** Null means the embedded database inside `dataDir`. */
  databaseUrl: string | null;
  /** The key that seals tokens, or null to keep one in a file of `dataDir`. */
  secretKey: Buffer | null;
  /** Whether GitLab instances may live at private or loopback addresses. */
  allowPrivateGitLab: boolean;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Where metrics are served; null: nowhere. */
  metrics: { host: string; port: number } | null;
  /** The largest file that can be uploaded. */
  maxUploadBytes: number;
  sandbox: 'auto' | 'off';
  sandboxPort: number;
  terminals: TerminalSettings;
  kernels: KernelSettings;
  /** Shorter waits for GitLab than the usual ones, for stories about a slow one. */
  gitlabLimits?: { apiMs: number; git: UpstreamLimits };
}

export class ConfigError extends Error {}

/** Reads the configuration from the environment. Throws a ConfigError that names every bad variable at once. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const named = Object.keys(Environment.shape).map((name) => [
    name,
    env[name] === '' ? undefined : env[name],
  ]);
  const parsed = Environment.safeParse(Object.fromEntries(named));
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`These settings cannot be used:\n${lines.join('\n')}`);
  }
  const values = parsed.data;
  return {
    host: values.NOTELAB_HOST,
    port: values.NOTELAB_PORT,
    publicUrl: (values.NOTELAB_PUBLIC_URL ?? `http://${values.NOTELAB_HOST}:${values.NOTELAB_PORT}`).replace(
      /\/+$/,
      '',
    ),
    dataDir: resolve(values.NOTELAB_DATA_DIR),
    databaseUrl: values.DATABASE_URL ?? null,
    secretKey: values.NOTELAB_SECRET_KEY ? Buffer.from(values.NOTELAB_SECRET_KEY, 'base64') : null,
    allowPrivateGitLab: values.NOTELAB_ALLOW_PRIVATE_GITLAB === 'true',
    logLevel: values.NOTELAB_LOG,
    metrics:
      values.NOTELAB_METRICS_PORT === undefined
        ? null
        : { host: values.NOTELAB_METRICS_HOST, port: values.NOTELAB_METRICS_PORT },
    maxUploadBytes: values.NOTELAB_MAX_UPLOAD_MB * 1_000_000,
    sandbox: values.NOTELAB_SANDBOX,
    sandboxPort: values.GITLAB_SANDBOX_PORT,
    terminals: {
      idleMs: values.NOTELAB_TERMINAL_IDLE_HOURS * 3_600_000,
      memoryBytes: toMemoryBytes(values.NOTELAB_TERMINAL_MEMORY_GIB),
      processes: 1024,
      diskReserveBytes: gibibyte,
      checkEveryMs: 2_000,
    },
    kernels: {
      pythons: usualPythons,
      memoryBytes: toMemoryBytes(values.NOTELAB_KERNEL_MEMORY_GIB),
      processes: 2048,
      diskReserveBytes: gibibyte,
      checkEveryMs: 2_000,
    },
  };
}

const toMemoryBytes = (gibibytes: number | undefined): number =>
  gibibytes ? Math.round(gibibytes * gibibyte) : Math.min(8 * gibibyte, Math.floor(totalmem() / 2));

/** The folders inside the data folder, each in one place of the code. */
export function dataFolders(dataDir: string) {
  return {
    database: join(dataDir, 'database'),
    projects: join(dataDir, 'projects'),
    /** Clones under way: renamed into a project when whole, swept at start. */
    staging: join(dataDir, 'staging'),
    /** Old clones that left their project, kept for a while. */
    attic: join(dataDir, 'attic'),
    /** The homes of terminals' shells, swept at start. */
    terminals: join(dataDir, 'terminals'),
    /** The homes of kernels, swept at start. */
    kernels: join(dataDir, 'kernels'),
    /** The Python environments of projects. */
    environments: join(dataDir, 'environments'),
    /** What exports know of the repositories they go to. */
    exports: join(dataDir, 'exports'),
    keyFile: join(dataDir, 'secret.key'),
    sandbox: join(dataDir, 'gitlab-sandbox'),
  };
}
