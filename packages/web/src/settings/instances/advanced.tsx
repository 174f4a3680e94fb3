import { Collapse, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './advanced.module.css';

interface AdvancedProps {
  title: string;
  open: boolean;
  onToggle: () => void;
  children: ReactNode;
}

/** Fields that few need, behind a line. */
export function Advanced({ title, open, onToggle, children }: AdvancedProps) {
  return (
    <div>
      <UnstyledButton className={classes.line} aria-expanded={open} onClick={onToggle}>
        {open ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
        {title}
      </UnstyledButton>
      <Collapse expanded={open}>
        <div className={classes.fields}>{children}</div>
      </Collapse>
    </div>
  );
}
