import { TextInput } from '@mantine/core';
import { whyNotBranchName } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { branchesQuery } from '../../api/queries.ts';

interface NewBranchFieldProps {
  checkoutId: string;
  value: string;
  /** Whether to say what is wrong with the name already. */
  checked: boolean;
  onChange: (name: string) => void;
  label?: string;
  description?: string;
}

/** The name of a branch that is to be made. */
export function NewBranchField(props: NewBranchFieldProps) {
  const { checkoutId, value, checked, onChange, label = 'Branch name', description } = props;
  const reason = useWhyNotNewBranch(checkoutId, value);
  return (
    <TextInput
      label={label}
      description={description}
      placeholder="feature/churn-v2"
      value={value}
      error={checked || value !== '' ? reason : null}
      maxLength={200}
      spellCheck={false}
      data-autofocus
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Why a name cannot be that of a new branch; null when it can. */
export function useWhyNotNewBranch(checkoutId: string, name: string): string | null {
  const { data: branches } = useQuery(branchesQuery(checkoutId));
  const reason = whyNotBranchName(name);
  if (reason) return reason;
  return branches?.some((branch) => branch.name === name)
    ? 'There is a branch with this name already.'
    : null;
}
