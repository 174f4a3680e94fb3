import { IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './file-view.module.css';

interface FileBarProps {
  path: string;
  /** After the path: chips. */
  chips?: ReactNode;
  /** At the end: buttons. */
  children?: ReactNode;
}

/** The line above a file: where it is, how it stands, what can be done. */
export function FileBar({ path, chips, children }: FileBarProps) {
  const parts = path.split('/');
  return (
    <div className={classes.bar}>
      <div className={classes.path} title={path}>
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a path have an order and may repeat
          <span key={index} className={classes.part} data-last={index === parts.length - 1 || undefined}>
            {index > 0 ? <IconChevronRight size={12} aria-hidden /> : null}
            <span className={classes.partName}>{part}</span>
          </span>
        ))}
      </div>
      {chips}
      <div className={classes.barEnd}>{children}</div>
    </div>
  );
}
