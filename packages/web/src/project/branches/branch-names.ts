import type { Branch } from '@notelab/contract';

/** What to say of a name that differs from another branch's in upper and lower case only; null when none does. */
export function findTwinByCase(name: string, branches: Pick<Branch, 'name'>[]): string | null {
  const lower = name.toLowerCase();
  const twin = branches.find((one) => one.name !== name && one.name.toLowerCase() === lower);
  return twin
    ? `There is ${twin.name} already. Names that differ only in upper and lower case cannot both be checked out on Windows and macOS.`
    : null;
}
