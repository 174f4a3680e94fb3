import type { Change } from '@notelab/contract';

/** Whether a failed commit and push made its commit: then only the push failed. */
export function wasCommitted(error: unknown, triedPaths: string[], changes: Change[]): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code.startsWith('push-')) return true;
  return code !== '' && triedPaths.length > 0 && !changes.some(({ path }) => triedPaths.includes(path));
}
