/** A piece of a text, and the file of the project that it names. */
export interface PathPiece {
  text: string;
  file: { path: string; line: number | null } | null;
}

/**
 * Finds files of a project in what a program wrote. Programs see the project's folder where the server has it; people
 * know its files by their paths in the project, so that is how they are shown.
 */
export function findProjectPaths(text: string, projectId: string): PathPiece[] {
  const folder = `/projects/${projectId}/`;
  if (!text.includes(folder)) return [{ text, file: null }];
  const pieces: PathPiece[] = [];
  let from = 0;
  const pattern = new RegExp(`[^\\s"'(]*${folder}([^\\n"'():]+\\.\\w+)(?:(:)(\\d+)|(", line )(\\d+))?`, 'g');
  for (const match of text.matchAll(pattern)) {
    const [whole, path, colon, after, quoted, line] = match;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), file: null });
    const number = after ?? line;
    pieces.push({
      text: `${path}${colon ?? quoted ?? ''}${number ?? ''}`,
      file: { path: path!, line: number === undefined ? null : Number(number) },
    });
    from = match.index + whole.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), file: null });
  return pieces;
}
