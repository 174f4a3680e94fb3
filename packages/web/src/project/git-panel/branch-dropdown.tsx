import { Popover, UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { Checkout, CheckoutStatus } from '@notelab/contract';
import { IconChevronDown, IconGitBranch } from '@tabler/icons-react';
import { usePrefetchQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { branchesQuery } from '../../api/queries.ts';
import { useBranchActions } from '../branches/use-branch-actions.ts';
import { useDialogs } from '../dialogs-context.ts';
import classes from './branch-dropdown.module.css';
import { BranchList } from './branch-list.tsx';
import { branchOf, headInWords } from './head-words.ts';

interface BranchDropdownProps {
  checkout: Checkout;
  head: CheckoutStatus['head'];
  canEdit: boolean;
  /** A change of branch is under way. */
  busy: boolean;
}

/** The current branch; opens the list of all branches. */
export function BranchDropdown({ checkout, head, canEdit, busy }: BranchDropdownProps) {
  const [opened, setOpened] = useState(false);
  const id = useId();
  const { switchTo } = useBranchActions();
  const { show } = useDialogs();
  // Thousands of branches take a moment to list; whoever opens the list has them at once, and the latest soon after.
  usePrefetchQuery(branchesQuery(checkout.id));
  const name = headInWords(head);
  return (
    <>
      {/* A label of its own: the button's text is its value, as that of a field is. */}
      <VisuallyHidden>
        <label htmlFor={id}>Current branch</label>
      </VisuallyHidden>
      <Popover
        id={id}
        opened={opened}
        onChange={setOpened}
        width="target"
        position="bottom-start"
        offset={4}
        radius={9}
        shadow="md"
        trapFocus
        returnFocus
      >
        <Popover.Target>
          <UnstyledButton
            className={classes.button}
            aria-haspopup="listbox"
            aria-expanded={opened}
            aria-description={name}
            title={name}
            data-busy={busy || undefined}
            onClick={() => setOpened(!opened)}
          >
            <IconGitBranch size={15} aria-hidden />
            <span className={classes.name}>{name}</span>
            <IconChevronDown size={14} className={classes.chevron} aria-hidden />
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown className={classes.dropdown}>
          <BranchList
            checkoutId={checkout.id}
            currentName={branchOf(head)}
            canEdit={canEdit}
            onChoose={({ name: branch, where, current }) => {
              setOpened(false);
              if (!current) void switchTo(checkout, { branch, where });
            }}
            onCreate={(wanted) => {
              setOpened(false);
              show({ kind: 'create-branch', checkout, name: wanted });
            }}
            onManage={() => {
              setOpened(false);
              show({ kind: 'branches', checkout });
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </>
  );
}
