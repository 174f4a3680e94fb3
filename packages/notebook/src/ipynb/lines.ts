import { type JsonNode, jsonString } from '../json-tree.ts';

/** What ends a line for Python's `splitlines`; Jupyter splits sources and texts of outputs there. */
const ends = String.raw`\n\r\v\f\u001c-\u001e\u0085\u2028\u2029`;
const aLine = new RegExp(`[^${ends}]*(?:\\r\\n|[${ends}])|[^${ends}]+$`, 'g');
const itsEnd = new RegExp(`(?:\\r\\n|[${ends}])$`);

/** The lines of a text with their ends. */
export const splitLines = (text: string): string[] => text.match(aLine) ?? [];

/** The lines of a text on one line. */
export const joinLines = (text: string): string =>
  splitLines(text)
    .map((line) => line.replace(itsEnd, ''))
    .join(' ');

/** A text as Jupyter writes it. */
export const linesNode = (text: string): JsonNode => ({
  kind: 'array',
  items: splitLines(text).map(jsonString),
});

/** The text of one text or of a list of lines; null for anything else. */
export function textOf(node: JsonNode | undefined, glue = ''): string | null {
  if (node?.kind === 'string') return node.value;
  if (node?.kind !== 'array') return null;
  const lines: string[] = [];
  for (const item of node.items) {
    if (item.kind !== 'string') return null;
    lines.push(item.value);
  }
  return lines.join(glue);
}
