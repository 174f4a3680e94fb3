import { ProblemError } from '../../problem.ts';
import { readForEditor, writeText } from '../projects/files.ts';
import type { Projects } from '../projects/projects.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import { requireLfs } from './large-files.ts';

/** Adds files to the .gitignore at the top of the checkout, which is made when there is none. */
export async function ignoreFiles(
  projects: Projects,
  checkout: AuthorizedCheckout,
  paths: string[],
): Promise<void> {
  await changeFile(projects, checkout, '.gitignore', (text) => withIgnored(text, paths));
}

/** Has Git LFS keep files from now on, by the .gitattributes at the top of the checkout. */
export async function trackWithLfs(
  projects: Projects,
  checkout: AuthorizedCheckout,
  paths: string[],
): Promise<void> {
  requireLfs();
  await changeFile(projects, checkout, '.gitattributes', (text) => withTracked(text, paths));
}

async function changeFile(
  projects: Projects,
  { projectId, folderName, project }: AuthorizedCheckout,
  name: string,
  change: (text: string) => string,
): Promise<void> {
  const files = projects.filesOf(projectId);
  const path = `${folderName}/${name}`;
  const before = await readForEditor(files, path).catch((error) => {
    if (error instanceof ProblemError && error.problem.code === 'file-not-found') return null;
    throw error;
  });
  await writeText(files, path, change(before?.text ?? ''), before?.etag ?? null);
  await projects.noteFilesChanged(project, [folderName]);
}

/** The text of a .gitignore with a line for each path that it does not name yet. */
export function withIgnored(text: string, paths: string[]): string {
  return withLines(text, paths.map(toPattern));
}

/** The text of a .gitattributes that has Git LFS keep each path. Blanks would end a pattern there. */
export function withTracked(text: string, paths: string[]): string {
  const patterns = paths.map((path) => toPattern(path).replace(/\\? |\t/g, '[[:space:]]'));
  return withLines(
    text,
    patterns.map((pattern) => `${pattern} filter=lfs diff=lfs merge=lfs -text`),
  );
}

function withLines(text: string, wanted: string[]): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const known = new Set(text.split(/\r?\n/));
  const lines = [...new Set(wanted)].filter((line) => !known.has(line));
  if (lines.length === 0) return text;
  const begin = text === '' || text.endsWith('\n') ? text : text + newline;
  return begin + lines.join(newline) + newline;
}

/** The pattern for one path alone, from the top (gitignore(5)). A name with a line end becomes a `?` there. */
function toPattern(path: string): string {
  const escaped = path.replace(/[\\*?[\]]/g, '\\$&').replace(/[\r\n]/g, '?');
  return `/${escaped.replace(/ +$/, (spaces) => '\\ '.repeat(spaces.length))}`;
}
