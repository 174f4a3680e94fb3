import { Checkbox, TextInput } from '@mantine/core';

interface NewBranchChoiceProps {
  /** Null when no branch is checked out: then there is no other choice. */
  currentBranch: string | null;
  /** Null: the commit goes to the current branch. */
  name: string | null;
  problem: string | null;
  disabled: boolean;
  onChange: (name: string | null) => void;
}

/** Where the commit goes: to the current branch, or to a new one. */
export function NewBranchChoice(props: NewBranchChoiceProps) {
  const { currentBranch, name, problem, disabled, onChange } = props;
  return (
    <>
      <Checkbox
        size="xs"
        label={
          currentBranch === null ? (
            'Commit to a new branch: none is checked out'
          ) : (
            <>
              Commit to a new branch instead of <strong>{currentBranch}</strong>
            </>
          )
        }
        checked={name !== null}
        disabled={disabled || currentBranch === null}
        onChange={({ currentTarget }) => onChange(currentTarget.checked ? '' : null)}
      />
      {name === null ? null : (
        <TextInput
          aria-label="Name of the new branch"
          placeholder="feature/churn-v2"
          size="xs"
          value={name}
          error={problem}
          disabled={disabled}
          maxLength={200}
          spellCheck={false}
          autoFocus={currentBranch !== null}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
    </>
  );
}
