import type { ImportReport } from './import-queue.ts';

const notebooks = (count: number) => (count === 1 ? '1 notebook' : `${count} notebooks`);
const files = (count: number) => (count === 1 ? '1 file' : `${count} files`);

/** “134 notebooks imported”. */
export function titleOf({ imported, leftCount, failed, already }: ImportReport): string {
  const count = imported.reduce((sum, file) => sum + file.notebooks.length, 0);
  if (count > 0) return `${notebooks(count)} imported`;
  if (failed.length > 0) return failed.length === 1 ? 'The import failed' : 'Nothing was imported';
  if (already.length > 0) return 'All of it is in Notebooks already';
  return leftCount > 0 ? 'The import was cancelled' : 'Nothing to import';
}

/** What else there is to say, a line each. */
export function linesOf({ already, failed, empty, cut, leftCount }: ImportReport): string[] {
  return [
    failed.length > 0 ? `${files(failed.length)} could not be imported` : null,
    already.length > 0 ? `${files(already.length)} imported before` : null,
    leftCount > 0 ? `${files(leftCount)} left out, because the import was cancelled` : null,
    ...empty.map((path) => `No notebook in ${path}`),
    ...cut.map((path) => `${path} holds more: import its folders one by one`),
  ].filter((line) => line !== null);
}

/** What asks for no attention: everything is imported. */
export function isPlain({ already, failed, empty, cut, leftCount }: ImportReport): boolean {
  return already.length + failed.length + empty.length + cut.length + leftCount === 0;
}
