const base = 'Untitled';

/** A name for a new notebook that none of the others has: “Untitled”, “Untitled 2” … */
export function suggestName(taken: string[]): string {
  const names = new Set(taken.map((name) => name.toLowerCase()));
  if (!names.has(base.toLowerCase())) return base;
  let number = 2;
  while (names.has(`${base} ${number}`.toLowerCase())) number++;
  return `${base} ${number}`;
}
