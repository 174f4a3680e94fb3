/** Fields of a form or JSON body or a query, of which only single texts count. */
export type Form = Record<string, string>;

export function toForm(value: unknown): Form {
  const form: Form = Object.create(null);
  if (typeof value !== 'object' || value === null) return form;
  for (const [name, field] of Object.entries(value)) {
    if (typeof field === 'string' && field !== '') form[name] = field;
  }
  return form;
}
