import { invalidParameter } from './api-error.ts';

/** Query, body and path parameters of one request by name, as Grape sees them. */
export type Params = Record<string, unknown>;

export function toParams(...sources: unknown[]): Params {
  const params: Params = Object.create(null);
  for (const source of sources) {
    if (typeof source === 'object' && source !== null) Object.assign(params, source);
  }
  return params;
}

/** A text parameter; numbers and booleans count as their text. */
export function findText(params: Params, name: string): string | undefined {
  const value = params[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object') throw invalidParameter(`${name} is invalid`);
  return String(value);
}

/** Several missing parameters are reported together, as Grape does. */
export function requireTexts<Name extends string>(params: Params, ...names: Name[]): Record<Name, string> {
  const missing = names.filter((name) => params[name] === undefined || params[name] === null);
  if (missing.length > 0) throw invalidParameter(missing.map((name) => `${name} is missing`).join(', '));
  return Object.fromEntries(names.map((name) => [name, findText(params, name)!])) as Record<Name, string>;
}

export function findFlag(params: Params, name: string): boolean | undefined {
  const text = findText(params, name);
  if (text === undefined || text === '') return undefined;
  if (['true', '1', 't', 'on', 'yes'].includes(text.toLowerCase())) return true;
  if (['false', '0', 'f', 'off', 'no'].includes(text.toLowerCase())) return false;
  throw invalidParameter(`${name} is invalid`);
}

export function findInteger(params: Params, name: string): number | undefined {
  const text = findText(params, name);
  if (text === undefined || text === '') return undefined;
  if (!/^-?\d+$/.test(text)) throw invalidParameter(`${name} is invalid`);
  return Number(text);
}

/** A list of ids: as JSON, as repeated `name[]`, or as one text with commas. */
export function findIntegers(params: Params, name: string): number[] | undefined {
  const value = params[name] ?? params[`${name}[]`];
  if (value === undefined || value === null) return undefined;
  const parts = Array.isArray(value) ? value : String(value).split(',').filter(Boolean);
  const numbers = parts.map(Number);
  if (numbers.some((number) => !Number.isInteger(number))) throw invalidParameter(`${name} is invalid`);
  // 0 is how a form says "nobody".
  return numbers.filter((number) => number !== 0);
}

export function findChoice<Choice extends string>(
  params: Params,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = findText(params, name);
  if (text === undefined) return undefined;
  if (!(choices as readonly string[]).includes(text)) {
    throw invalidParameter(`${name} does not have a valid value`);
  }
  return text as Choice;
}
