import { isRecord, type Json, keysOf } from '../json-value.ts';

/**
 * Whether a piece of YAML could be taken for an anchor, alias, tag or merge key by readers of the format that look
 * for them in the raw text. They do so at the beginnings of lines, whatever the lines belong to, and for
 * tags take U+2028 for the end of one, too.
 */
export const looksForbidden = (text: string): boolean =>
  text.includes('<<:') ||
  /(?:^|\n)[^\S\n]*(?:-\s+|[\w-]+:\s*)[&*]\w/.test(text) ||
  /^[^\S\n\r\u2028\u2029]*(?:-\s+|[\w-]+:\s*)![\w/-]/m.test(text);

/** The lines of a value behind `key:` or `-`; the first one begins with a space, or is empty. */
export function writeValue(value: Json, indent: string): string {
  if (Array.isArray(value))
    return value.length === 0
      ? ' []\n'
      : `\n${value.map((item) => `${indent}${writeItem(item, indent)}`).join('')}`;
  if (!isRecord(value)) return ` ${writeScalar(value, indent)}\n`;
  const keys = keysOf(value);
  return keys.length === 0
    ? ' {}\n'
    : `\n${keys.map((key) => `${indent}${writePair(key, value[key]!, indent)}`).join('')}`;
}

/** `key: value`, without the indentation of its first line. */
export function writePair(key: string, value: Json, indent: string): string {
  const name = writeName(key);
  const below = `${indent}  `;
  // A name longer than that must be announced.
  if (name.length > 1000) return `? ${name}\n${indent}:${writeValue(value, below)}`;
  return `${name}:${writeValue(value, below)}`;
}

/** `- value`, without the indentation of its first line. */
export function writeItem(value: Json, indent: string): string {
  const written = writeValue(value, `${indent}  `);
  return `-${written.startsWith('\n') ? ` ${written.slice(1).trimStart()}` : written}`;
}

const words = /^[A-Za-z_][A-Za-z0-9_-]*(?: [A-Za-z0-9_][A-Za-z0-9_-]*)*$/;
/** What YAML of this or an older version takes for something else than a text. */
const reserved = /^(?:null|true|false|yes|no|on|off|y|n|nan|inf)$/i;

const writeName = (text: string): string =>
  words.test(text) && !reserved.test(text) && text.length < 100 ? text : quote(text);

function writeScalar(value: null | boolean | number | string, indent: string): string {
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value !== 'string') return String(value);
  if (words.test(value) && !reserved.test(value)) return value;
  return writeLines(value, indent) ?? quote(value);
}

function writeNumber(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  return Object.is(value, -0) ? '-0.0' : String(value);
}

/** Letters that YAML wants escaped, or that a reader may take for ends of lines. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;
const toEscape = new RegExp(unprintable.source, 'g');

/** Several lines as they are, for people to read; null where they must be quoted. */
function writeLines(text: string, indent: string): string | null {
  if (!text.includes('\n') || unprintable.test(text) || !text.isWellFormed()) return null;
  const isEnded = text.endsWith('\n');
  const lines = (isEnded ? text.slice(0, -1) : text).split('\n');
  if (/^[ \t]|^$/.test(lines[0]!) || lines.at(-1)!.trim() === '') return null;
  const written = lines.map((line) => (line === '' ? '' : indent + line)).join('\n');
  return looksForbidden(`\n${written}`) ? null : `${isEnded ? '|' : '|-'}\n${written}`;
}

/** On one line in double quotes, with escapes that both JSON and YAML know. */
function quote(text: string): string {
  return JSON.stringify(text)
    .replace(toEscape, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('<<:', '<\\u003c:');
}
