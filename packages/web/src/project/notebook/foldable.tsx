import { Button } from '@mantine/core';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import classes from './outputs.module.css';
import { useViewMemory } from './view-context.ts';

const foldedHeight = 520;
/** What is a little higher is not worth a click. */
const tolerance = 120;

/** Shows the beginning of what is high, and the rest on demand. */
export function Foldable({ memoryKey, children }: { memoryKey: string; children: ReactNode }) {
  const [isOpen, setOpen] = useViewMemory(`${memoryKey}.open`, false);
  const content = useRef<HTMLDivElement>(null);
  const [isHigh, setHigh] = useState(false);
  useLayoutEffect(() => {
    const { current } = content;
    if (!current || isOpen) return;
    const look = () => setHigh(current.offsetHeight > foldedHeight + tolerance);
    look();
    const observer = new ResizeObserver(look);
    observer.observe(current);
    return () => observer.disconnect();
  }, [isOpen]);
  const isFolded = isHigh && !isOpen;
  return (
    <>
      <div className={classes.foldable} data-folded={isFolded || undefined}>
        <div ref={content}>{children}</div>
      </div>
      {isFolded ? <ShowAll onClick={() => setOpen(true)}>Show all</ShowAll> : null}
    </>
  );
}

export function ShowAll({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Button size="compact-xs" variant="default" className={classes.showAll} onClick={onClick}>
      {children}
    </Button>
  );
}
