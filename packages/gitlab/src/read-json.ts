import { GitLabError } from './gitlab-error.ts';

/** What a string is for, which says how long it may be: the rest of a longer one is left out. */
export type StringUse = 'name' | 'address' | 'text';

const mostCharacters: Record<StringUse, number> = {
  name: 1_000,
  address: 8_000,
  text: Number.POSITIVE_INFINITY,
};

/**
 * Reads the fields of a JSON object and throws `GitLabError` `unexpected` when one has another type. Strings lose what no
 * database takes, and are names unless said otherwise.
 */
export interface JsonReader {
  /** Whether the field is there, be it null. */
  has(key: string): boolean;
  string(key: string, use?: StringUse): string;
  /** Null also when the field is absent. */
  stringOrNull(key: string, use?: StringUse): string | null;
  number(key: string): number;
  numberOrNull(key: string): number | null;
  boolean(key: string): boolean;
  /** False when the field is absent, as in answers of older GitLab versions. */
  booleanOrFalse(key: string): boolean;
  strings(key: string): string[];
  object(key: string): JsonReader;
  objectOrNull(key: string): JsonReader | null;
  /** Empty when the field is absent. */
  objects(key: string): JsonReader[];
}

/** `subject` names what is read, for the error's text. */
export function readObject(value: unknown, subject: string): JsonReader {
  if (!isRecord(value)) throw unexpected(`no ${subject}`);
  const read = <T>(key: string, accepts: (field: unknown) => field is T): T => {
    const field = value[key];
    if (!accepts(field)) throw unexpected(`no valid "${key}" in the ${subject}`);
    return field;
  };
  const orNull = <T>(key: string, accepts: (field: unknown) => field is T): T | null =>
    value[key] == null ? null : read(key, accepts);

  return {
    has: (key) => Object.hasOwn(value, key),
    string: (key, use) => tidy(read(key, isString), use),
    stringOrNull(key, use) {
      const text = orNull(key, isString);
      return text === null ? null : tidy(text, use);
    },
    number: (key) => read(key, isNumber),
    numberOrNull: (key) => orNull(key, isNumber),
    boolean: (key) => read(key, isBoolean),
    booleanOrFalse: (key) => orNull(key, isBoolean) ?? false,
    strings: (key) => read(key, isStrings).map((text) => tidy(text)),
    object: (key) => readObject(value[key], `"${key}" in the ${subject}`),
    objects: (key) =>
      value[key] == null
        ? []
        : readList(value[key], `"${key}" in the ${subject}`, (item) => readObject(item, `"${key}"`)),
    objectOrNull: (key) => (value[key] == null ? null : readObject(value[key], `"${key}" in the ${subject}`)),
  };
}

/** Reads a list answer, such as a page of projects. */
export function readList<T>(value: unknown, subject: string, toItem: (item: unknown) => T): T[] {
  if (!Array.isArray(value)) throw unexpected(`no list of ${subject}`);
  return value.map(toItem);
}

/** Without NUL and halves of characters, which PostgreSQL refuses, and no longer than anybody would make it. */
function tidy(text: string, use: StringUse = 'name'): string {
  return text.replaceAll('\0', '').slice(0, mostCharacters[use]).toWellFormed();
}

function unexpected(gitlabMessage: string): GitLabError {
  return new GitLabError('unexpected', { gitlabMessage });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isString);
}
