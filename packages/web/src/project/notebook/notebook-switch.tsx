import { SegmentedControl } from '@mantine/core';

export const isNotebookPath = (path: string) => path.toLowerCase().endsWith('.ipynb');

interface NotebookSwitchProps {
  asSource: boolean;
  onChange: (asSource: boolean) => void;
}

/** Between a notebook and the text of its file. */
export function NotebookSwitch({ asSource, onChange }: NotebookSwitchProps) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="How the notebook is shown"
      value={asSource ? 'source' : 'notebook'}
      onChange={(value) => onChange(value === 'source')}
      data={[
        { value: 'notebook', label: 'Notebook' },
        { value: 'source', label: 'Source' },
      ]}
    />
  );
}
