import { TextInput } from '@mantine/core';
import { whyNotFolderName } from '@notelab/contract';
import classes from './folder-name-input.module.css';

interface FolderNameInputProps {
  value: string;
  onChange: (name: string) => void;
  error?: string;
  disabled?: boolean;
}

/** The folder that a clone gets in a project's files. */
export function FolderNameInput({ value, onChange, error, disabled = false }: FolderNameInputProps) {
  const reason = disabled || value === '' ? null : whyNotFolderName(value);
  return (
    <TextInput
      label="Folder name"
      description="Where the clone appears in a project’s files."
      value={value}
      error={reason ?? error}
      disabled={disabled}
      maxLength={100}
      spellCheck={false}
      classNames={{ input: classes.input }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
