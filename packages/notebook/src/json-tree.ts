/**
 * JSON as a tree that loses nothing: the order of members, members that come twice, numbers as they were
 * written, and where in the text each value stands. RFC 8259, and the `NaN` and `Infinity` that Python's `json`
 * writes and reads.
 */
export type JsonNode = JsonObject | JsonArray | JsonString | JsonScalar;

/** Where a value was read from; values made by a program have none. */
interface Place {
  start?: number;
  end?: number;
}
export interface JsonObject extends Place {
  kind: 'object';
  members: { key: string; value: JsonNode }[];
}
export interface JsonArray extends Place {
  kind: 'array';
  items: JsonNode[];
}
export interface JsonString extends Place {
  kind: 'string';
  value: string;
}
/** A number, `true`, `false` or `null`, as written. */
export interface JsonScalar extends Place {
  kind: 'scalar';
  text: string;
}

/** Text that is no JSON; names the place, counted from 1. */
export class JsonSyntaxError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(what: string, text: string, offset: number) {
    const before = text.slice(0, offset).split('\n');
    super(`${what} at line ${before.length}, column ${before.at(-1)!.length + 1}`);
    this.line = before.length;
    this.column = before.at(-1)!.length + 1;
  }
}

/** Deeper files are attacks on programs that recurse. */
const deepest = 200;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|NaN|-?Infinity/y;
const goesOn = /[\w.+-]/;
const space = /[ \t\r\n]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in texts
const plainText = /[^"\\\u0000-\u001f]*/y;

/** Reads one JSON value that takes up the whole text. Throws a JsonSyntaxError. */
export function parseJson(text: string): JsonNode {
  let at = 0;

  const fail = (what: string, offset = at): never => {
    throw new JsonSyntaxError(what, text, offset);
  };
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? '';
    at += found.length;
    return found;
  };
  const next = (): string => {
    // Mostly there is no space, and looking is cheaper than matching.
    if (text.charCodeAt(at) <= 32) take(space);
    return text.charAt(at);
  };

  function readValue(depth: number): JsonNode {
    if (depth > deepest) fail('Values are nested too deeply');
    const first = next();
    const start = at;
    const node: JsonNode =
      first === '{'
        ? readObject(depth)
        : first === '['
          ? readArray(depth)
          : first === '"'
            ? { kind: 'string', value: readString() }
            : readScalar();
    node.start = start;
    node.end = at;
    return node;
  }

  function readObject(depth: number): JsonObject {
    const members: JsonObject['members'] = [];
    readSeries('}', () => {
      if (next() !== '"') fail('A name in double quotes is missing');
      const key = readString();
      if (next() !== ':') fail('A “:” is missing');
      at++;
      members.push({ key, value: readValue(depth + 1) });
    });
    return { kind: 'object', members };
  }

  function readArray(depth: number): JsonArray {
    const items: JsonNode[] = [];
    readSeries(']', () => items.push(readValue(depth + 1)));
    return { kind: 'array', items };
  }

  function readSeries(end: string, readOne: () => void): void {
    at++;
    if (next() === end) {
      at++;
      return;
    }
    for (;;) {
      readOne();
      const separator = next();
      if (separator !== ',' && separator !== end) fail(`A “,” or “${end}” is missing`);
      at++;
      if (separator === end) return;
    }
  }

  function readString(): string {
    const start = at++;
    for (;;) {
      take(plainText);
      const stop = text.charAt(at);
      if (stop === '"') break;
      if (stop !== '\\') fail(stop === '' ? 'A text has no end' : 'A control character stands in a text');
      at += 2;
    }
    at++;
    const quoted = text.slice(start, at);
    if (!quoted.includes('\\')) return quoted.slice(1, -1);
    try {
      return JSON.parse(quoted);
    } catch {
      return fail('A text has an unknown escape', start);
    }
  }

  function readScalar(): JsonScalar {
    const start = at;
    const found = take(scalar);
    if (found === '' || goesOn.test(text.charAt(at))) {
      fail(start >= text.length ? 'The file ends too early' : 'A value is missing or not valid', start);
    }
    return { kind: 'scalar', text: found };
  }

  const value = readValue(0);
  if (next() !== '') fail('There is more after the end');
  return value;
}

/** The member's value; of members that come twice the last, as everywhere. */
export function memberOf(node: JsonNode | undefined, key: string): JsonNode | undefined {
  if (node?.kind !== 'object') return undefined;
  return node.members.findLast((member) => member.key === key)?.value;
}

/** A copy of the object with one member set (at the end when new) or, without a value, left out. */
export function withMember(node: JsonObject, key: string, value: JsonNode | undefined): JsonObject {
  const others = node.members.filter((member) => member.key !== key);
  if (!value) return { kind: 'object', members: others };
  const at = node.members.findIndex((member) => member.key === key);
  const members = others.toSpliced(at === -1 ? others.length : at, 0, { key, value });
  return { kind: 'object', members };
}

/** Whether two values mean the same, however they are written. The order of members does not matter. */
export function isSameJson(a: JsonNode | undefined, b: JsonNode | undefined): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  if (a.kind === 'string') return b.kind === 'string' && a.value === b.value;
  if (a.kind === 'scalar')
    return b.kind === 'scalar' && (a.text === b.text || Number(a.text) === Number(b.text));
  if (a.kind === 'array')
    return (
      b.kind === 'array' &&
      a.items.length === b.items.length &&
      a.items.every((item, index) => isSameJson(item, b.items[index]))
    );
  return (
    b.kind === 'object' &&
    a.members.length === b.members.length &&
    a.members.every(({ key, value }) => isSameJson(value, memberOf(b, key)))
  );
}

/** As an ordinary value, for showing it. */
export function toValue(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      // Not by assignment: a member may be called `__proto__`.
      return Object.fromEntries(node.members.map(({ key, value }) => [key, toValue(value)]));
    case 'array':
      return node.items.map(toValue);
    case 'string':
      return node.value;
    case 'scalar':
      return node.text === 'null'
        ? null
        : node.text === 'true'
          ? true
          : node.text === 'false'
            ? false
            : Number(node.text);
  }
}

/** A member as an ordinary value; undefined when there is none. */
export function memberValue(node: JsonNode | undefined, key: string): unknown {
  const member = memberOf(node, key);
  return member && toValue(member);
}

export const jsonString = (value: string): JsonString => ({ kind: 'string', value });
export const jsonNumber = (value: number): JsonScalar => ({ kind: 'scalar', text: String(value) });
export const jsonNull = (): JsonScalar => ({ kind: 'scalar', text: 'null' });
