import { Button, CopyButton, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './copy-field.module.css';

interface CopyFieldProps {
  label: string;
  value: string;
  /** Hides the label from view; it stays the accessible name. */
  hideLabel?: boolean;
}

/** A text to carry elsewhere, with a button that copies it. */
export function CopyField({ label, value, hideLabel = false }: CopyFieldProps) {
  return (
    <div className={classes.field}>
      <TextInput
        className={classes.input}
        label={hideLabel ? undefined : label}
        aria-label={label}
        value={value}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={value} timeout={2000}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            onClick={copy}
            leftSection={copied ? <IconCheck size={15} aria-hidden /> : <IconCopy size={15} aria-hidden />}
            aria-label={copied ? 'Copied' : `Copy ${label.toLowerCase()}`}
          >
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
