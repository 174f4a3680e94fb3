import { ProblemError } from '../../problem.ts';
import { readForEditor, writeText } from '../projects/files.ts';
import type { Projects } from '../projects/projects.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';

/** Adds files to the .gitignore at the top of the checkout, which is made when there is none. */
export async function ignoreFiles(
  projects: Projects,
  { projectId, folderName, project }: AuthorizedCheckout,
  paths: string[],
): Promise<void> {
  const files = projects.filesOf(projectId);
  const path = `${folderName}/.gitignore`;
  const before = await readForEditor(files, path).catch((error) => {
    if (error instanceof ProblemError && error.problem.code === 'file-not-found') return null;
    throw error;
  });
  const text = withIgnored(before?.text ?? '', paths);
  await writeText(files, path, text, before?.etag ?? null);
  await projects.noteFilesChanged(project, [folderName]);
}

/** The text of a .gitignore with a line for each path that it does not name yet. */
export function withIgnored(text: string, paths: string[]): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const known = new Set(text.split(/\r?\n/));
  const lines = [...new Set(paths.map(toPattern))].filter((line) => !known.has(line));
  if (lines.length === 0) return text;
  const begin = text === '' || text.endsWith('\n') ? text : text + newline;
  return begin + lines.join(newline) + newline;
}

/** The pattern for one path alone, from the top (gitignore(5)). A name with a line end becomes a `?` there. */
function toPattern(path: string): string {
  const escaped = path.replace(/[\\*?[\]]/g, '\\$&').replace(/[\r\n]/g, '?');
  return `/${escaped.replace(/ +$/, (spaces) => '\\ '.repeat(spaces.length))}`;
}
