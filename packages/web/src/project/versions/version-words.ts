import type { Version } from '@notelab/contract';

const kinds: Record<Version['kind'], string> = {
  automatic: 'Saved by itself',
  named: 'Version',
  import: 'Import',
  export: 'Export',
  'before-restore': 'Before restoring',
};

/** What a version is called: its name, else why it was made. */
export function versionTitle({ name, kind }: Version): string {
  return name ?? kinds[kind];
}

/** What a version holds that the one before did not: “2 notebooks changed · by Ada, Emil”. */
export function versionDetail({ changed, editors, by, kind }: Version): string {
  const count =
    changed === 0 ? 'Nothing changed' : `${changed} ${changed === 1 ? 'notebook' : 'notebooks'} changed`;
  const people = editors.length > 0 ? editors : by === null ? [] : [by];
  const who = people.length === 0 ? null : `by ${inWords(people)}`;
  const asked = kind !== 'automatic' && by !== null && !people.includes(by) ? `kept by ${by}` : null;
  return [count, who, asked].filter((part) => part !== null).join(' · ');
}

function inWords(people: string[]): string {
  const shown = people.slice(0, 3).join(', ');
  return people.length > 3 ? `${shown} and ${people.length - 3} more` : shown;
}
