import { documented, examples, extended, type Fields, newer } from './gitlab-entities.ts';

export type EntityName = keyof typeof documented;

const isEntity = (name: string): name is EntityName => Object.hasOwn(documented, name);

/** The fields of an entity and their types. */
export function fieldsOf(name: EntityName): Fields {
  const bases: Partial<Record<EntityName, EntityName>> = extended;
  const better: Partial<Record<EntityName, Fields>> = examples;
  const added: Partial<Record<EntityName, Fields>> = newer;
  const base = bases[name];
  return { ...(base && fieldsOf(base)), ...documented[name], ...better[name], ...added[name] };
}

const isTime = (value: string) => /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d))?$/.test(value);

const types: Record<string, (value: unknown) => boolean> = {
  any: () => true,
  text: (value) => typeof value === 'string',
  time: (value) => typeof value === 'string' && isTime(value),
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/** Whether fields that the copy does not have are wrong: a real GitLab has more of them, the sandbox invents none. */
type Strictness = 'more-is-fine' | 'nothing-more';

/** What is wrong with an answer, measured by GitLab's document: a missing field, another type, a field too many. */
export function findMisfits(
  name: EntityName,
  answer: unknown,
  strictness: Strictness,
  at: string = name,
): string[] {
  if (!types.object?.(answer)) return [`${at} is no object`];
  const fields = fieldsOf(name);
  const given = answer as Record<string, unknown>;
  const unknown =
    strictness === 'more-is-fine' ? [] : Object.keys(given).filter((field) => !(field in fields));
  return [
    ...unknown.map((field) => `${at}.${field} is no field of ${name}`),
    ...Object.entries(fields).flatMap(([field, type]) =>
      findMisfit(type, given[field], strictness, `${at}.${field}`),
    ),
  ];
}

function findMisfit(type: string, value: unknown, strictness: Strictness, at: string): string[] {
  if (value === undefined) return type.endsWith(' if any') ? [] : [`${at} is missing`];
  if (value === null) return type.includes(' or null') ? [] : [`${at} is null`];
  const wanted = type.replace(/ or null| if any/g, '');
  if (wanted.startsWith('list of ')) {
    if (!Array.isArray(value)) return [`${at} is no list`];
    const each = wanted.slice('list of '.length);
    return value.flatMap((row, index) => findMisfit(each, row, strictness, `${at}[${index}]`));
  }
  if (isEntity(wanted)) return findMisfits(wanted, value, strictness, at);
  const isOfType = types[wanted];
  // Of entities that the copy does not have nothing is known but that they are objects.
  return (isOfType ?? types.object)?.(value) ? [] : [`${at} is no ${wanted}`];
}
