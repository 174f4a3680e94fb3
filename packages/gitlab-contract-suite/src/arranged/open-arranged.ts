import { onTestFinished } from 'vitest';
import { type SandboxTarget, startSandboxTarget } from '../sandbox-target.ts';

/** A sandbox of its own for one test. These tests need the stand-in, also when a real GitLab is named. */
export async function openArranged(): Promise<SandboxTarget> {
  const target = await startSandboxTarget();
  onTestFinished(() => target.close());
  return target;
}
