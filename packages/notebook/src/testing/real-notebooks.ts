import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

const folder = new URL('./notebooks/', import.meta.url);
/** The text of a notebook in `notebooks`, by its name without extension. */
export const realNotebook = (name: string) => readFileSync(new URL(`${name}.ipynb`, folder), 'utf8');
export const realNames = readdirSync(folder).flatMap((file) => /^(.*)\.ipynb$/.exec(file)?.[1] ?? []);

const { $schema: _, ...schema } = JSON.parse(
  readFileSync(new URL('../nbformat-4.5.schema.json', folder), 'utf8'),
);
const validate = new Ajv({ strict: false }).compile(schema);

/** What the schema of nbformat 4.5 has against a file; one of 4.0–4.4 may be without ids. */
export function faultsOf(text: string): string[] {
  const notebook = JSON.parse(text.replace(/\b(?:NaN|-?Infinity)\b/g, '0'));
  if (notebook.nbformat === 4 && notebook.nbformat_minor < 5) {
    notebook.nbformat_minor = 5;
    for (const [index, cell] of notebook.cells.entries()) cell.id ??= `cell-${index}`;
  }
  if (validate(notebook)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
