import { type JsonNode, type JsonObject, memberOf } from './json-tree.ts';
import { readNotebook } from './read-notebook.ts';

/**
 * A notebook's text without the outputs of its code and the counts of its runs. Everything else stays byte for byte.
 * Throws a NotebookFileError.
 */
export function stripOutputs(text: string): string {
  const { cells } = readNotebook(text);
  const edits = cells.filter(({ type }) => type === 'code').flatMap(({ node }) => emptied(node));
  let result = '';
  let at = 0;
  for (const { start, end, by } of edits.sort((a, b) => a.start - b.start)) {
    result += text.slice(at, start) + by;
    at = end;
  }
  return result + text.slice(at);
}

interface Edit {
  start: number;
  end: number;
  by: string;
}

/** Formats before 4 call the count of a run `prompt_number`. */
function emptied(cell: JsonObject): Edit[] {
  const counts = ['execution_count', 'prompt_number'].map((key) => memberOf(cell, key));
  const outputs = memberOf(cell, 'outputs');
  const isFull = outputs?.kind === 'array' && outputs.items.length > 0;
  return [
    ...counts.flatMap((count) => (count?.kind === 'scalar' ? replace(count, 'null') : [])),
    ...(isFull ? replace(outputs, '[]') : []),
  ];
}

const replace = ({ start, end }: JsonNode, by: string): Edit[] =>
  start === undefined || end === undefined ? [] : [{ start, end, by }];
