import type { AutomaticExport, ExportFileChange, ExportRun, ExportSettings } from '@notelab/contract';
import type { ChipTone } from '../../theme/chip.tsx';

/** What an export does with a file. */
export const changeWords: Record<ExportFileChange, { word: string; tone: ChipTone }> = {
  added: { word: 'added', tone: 'added' },
  changed: { word: 'changed', tone: 'modified' },
  renamed: { word: 'renamed', tone: 'info' },
  deleted: { word: 'deleted', tone: 'conflict' },
  'changed-there': { word: 'changed on GitLab', tone: 'accent' },
  'deleted-there': { word: 'deleted on GitLab', tone: 'accent' },
};

/** Files that are left alone until somebody decides about them. */
export const isLeftAlone = (change: ExportFileChange): boolean =>
  change === 'changed-there' || change === 'deleted-there';

/** Where notebooks go: “main · notebooks/”. */
export function placeInWords({ branch, path }: ExportSettings): string {
  return `${branch} · ${path === '' ? 'top folder' : `${path}/`}`;
}

/** What is written: “.ipynb and .deepnote, without outputs”. */
export function formatInWords({ formats, outputs }: ExportSettings): string {
  return `${formats.map((format) => `.${format}`).join(' and ')}, ${outputs ? 'with' : 'without'} outputs`;
}

/** What automatic exporting is doing, as a sentence. */
export function automaticInWords({ by, status }: AutomaticExport): string {
  switch (status) {
    case 'idle':
      return `Exports by itself as ${by.name}.`;
    case 'due':
      return `Notebooks have changed: exports soon, as ${by.name}.`;
    case 'running':
      return `Exporting as ${by.name} …`;
    case 'retrying':
      return `GitLab could not be reached. It is tried again, as ${by.name}.`;
    case 'stopped':
      return `Automatic export as ${by.name} has stopped.`;
  }
}

/** What waits for somebody to decide. */
export function leftAloneInWords(count: number): string {
  const files = count === 1 ? '1 file was' : `${count} files were`;
  return `${files} changed on GitLab and ${count === 1 ? 'is' : 'are'} left alone until merged.`;
}

/** What an export did: “2 changed, 1 added”. */
export function runInWords({ status, counts }: ExportRun): string {
  if (status === 'failed') return 'failed';
  if (status === 'nothing-to-export') return 'nothing to export';
  const { leftAlone, ...done } = counts;
  const parts = Object.entries(done).flatMap(([word, count]) => (count > 0 ? [`${count} ${word}`] : []));
  if (leftAlone > 0) parts.push(`${leftAlone} left alone`);
  return parts.length === 0 ? 'nothing changed' : parts.join(', ');
}
