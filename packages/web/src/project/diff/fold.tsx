import { Collapse, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import classes from './fold.module.css';

/** What is inside is made when it is unfolded, not before. */
export function Fold({ label, children }: { label: string; children: () => ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <div className={classes.fold}>
      <UnstyledButton className={classes.foldHead} aria-expanded={open} onClick={() => setOpen(!open)}>
        <IconChevronRight size={14} aria-hidden data-open={open || undefined} />
        {label}
      </UnstyledButton>
      <Collapse expanded={open}>{open ? children() : null}</Collapse>
    </div>
  );
}
