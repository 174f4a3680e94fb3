import type { JsonNode } from './json-tree.ts';

/** How a tool writes JSON, as far as files differ in it. */
export interface JsonStyle {
  /** One step of indentation; empty when all stands on one line. */
  indent: string;
  newline: '\n' | '\r\n';
  /** Between members on one line: `, ` or `,`. */
  comma: string;
  colon: string;
  /** Everything beyond ASCII is written as `\uXXXX`. */
  ascii: boolean;
}

/** As Jupyter writes: one space, nothing escaped that need not be. */
export const jupyterStyle: JsonStyle = { indent: ' ', newline: '\n', comma: ',', colon: ': ', ascii: false };

/** Finds out how a file was written, from its beginning. */
export function detectStyle(text: string): JsonStyle {
  const [, newline, indent = ''] = /^\s*\{(\r?\n)([ \t]+)/.exec(text) ?? [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with them
  const beyondAscii = /[^\u0000-\u007f]/.test(text);
  const colon = /^\s*\{\s*"(?:[^"\\]|\\.)*"([ \t]*:[ \t]*)/.exec(text)?.[1] ?? ': ';
  return {
    indent,
    newline: newline === '\r\n' ? '\r\n' : '\n',
    // Whoever puts no space behind a colon puts none behind a comma.
    comma: indent === '' && colon === ': ' ? ', ' : ',',
    colon,
    ascii: !beyondAscii && /\\u(?!00[01])[0-9a-fA-F]{4}/.test(text),
  };
}

/** Writes a value as a tool of that style does, at a depth of indentation. */
export function writeJson(node: JsonNode, style: JsonStyle, depth = 0): string {
  switch (node.kind) {
    case 'object':
      return writeSeries(
        '{}',
        node.members.map(
          ({ key, value }) => writeText(key, style) + style.colon + writeJson(value, style, depth + 1),
        ),
        style,
        depth,
      );
    case 'array':
      return writeSeries(
        '[]',
        node.items.map((item) => writeJson(item, style, depth + 1)),
        style,
        depth,
      );
    case 'string':
      return writeText(node.value, style);
    case 'scalar':
      return node.text;
  }
}

/** Puts parts that are written already between brackets. */
export function writeSeries(brackets: '{}' | '[]', parts: string[], style: JsonStyle, depth: number): string {
  const [open, close] = brackets;
  if (parts.length === 0) return brackets;
  if (style.indent === '') return `${open}${parts.join(style.comma)}${close}`;
  const line = style.newline + style.indent.repeat(depth + 1);
  return `${open}${line}${parts.join(`,${line}`)}${style.newline}${style.indent.repeat(depth)}${close}`;
}

function writeText(value: string, { ascii }: JsonStyle): string {
  const quoted = JSON.stringify(value);
  if (!ascii) return quoted;
  return quoted.replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
