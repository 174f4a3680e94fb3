import { Checkbox } from '@mantine/core';
import type { Preflight } from '@notelab/contract';

interface AmendChoiceProps {
  last: Preflight['amendable'];
  checked: boolean;
  disabled: boolean;
  onChange: (amend: boolean) => void;
}

/** Puts the changes into the last commit, while GitLab does not have it. */
export function AmendChoice({ last, checked, disabled, onChange }: AmendChoiceProps) {
  if (!last) return null;
  return (
    <Checkbox
      size="xs"
      label={
        <>
          Amend the last commit, <strong>{last.message.split('\n', 1)[0]}</strong>
        </>
      }
      checked={checked}
      disabled={disabled}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
  );
}
