import { decodePath } from '../repository/path-encoding.ts';

/** Output of a `-z` command → its fields; a last one without NUL counts too. */
export function splitNull(bytes: Buffer): string[] {
  const fields: string[] = [];
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(0, start);
    const end = found < 0 ? bytes.length : found;
    fields.push(decodePath(bytes.subarray(start, end)));
    start = end + 1;
  }
  return fields;
}

/** Fields → records of `size` fields each. */
export function toRecords(fields: string[], size: number): string[][] {
  const records: string[][] = [];
  for (let index = 0; index + size <= fields.length; index += size)
    records.push(fields.slice(index, index + size));
  return records;
}
