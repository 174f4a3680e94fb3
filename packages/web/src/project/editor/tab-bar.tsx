import { UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { indexAfterKey } from '../index-after-key.ts';
import { useOpenFiles, useUnsavedPaths } from './open-files.tsx';
import classes from './tab-bar.module.css';
import { type Tab, tabKey } from './tabs.ts';
import { useTabLabel } from './use-tab-label.ts';

/** The open files and differences. Arrows move between them, Delete closes one. */
export function TabBar({ onClose }: { onClose: (tab: Tab) => void }) {
  const { tabs, activate } = useOpenFiles();
  const tabLabel = useTabLabel();
  const unsaved = useUnsavedPaths();
  const list = useRef<HTMLDivElement>(null);
  const { open, active } = tabs;

  useEffect(() => {
    const bar = list.current;
    if (!active || !bar) return;
    const reveal = () => bar.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' });
    // Also when the bar becomes narrower; the first call comes at once.
    const observer = new ResizeObserver(reveal);
    observer.observe(bar);
    return () => observer.disconnect();
  }, [active]);

  const onKeyDown = (event: KeyboardEvent) => {
    const at = open.findIndex((tab) => tabKey(tab) === active);
    const to = indexAfterKey(event.key, at, open.length);
    const present = open[at];
    if (event.key === 'Delete' && present) onClose(present);
    else if (to !== null && open[to]) {
      activate(tabKey(open[to]));
      list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[to]?.focus();
    } else return;
    event.preventDefault();
  };

  return (
    <div className={classes.bar} role="tablist" aria-label="Open files" ref={list} onKeyDown={onKeyDown}>
      {open.map((tab) => {
        const key = tabKey(tab);
        const isUnsaved = tab.kind === 'file' && unsaved.includes(tab.path);
        return (
          <div
            key={key}
            className={classes.tab}
            data-active={key === active || undefined}
            role="presentation"
            onAuxClick={(event) => {
              if (event.button === 1) onClose(tab);
            }}
          >
            <UnstyledButton
              className={classes.label}
              role="tab"
              aria-selected={key === active}
              aria-controls="open-file"
              aria-keyshortcuts="Delete"
              tabIndex={key === active ? 0 : -1}
              title={'path' in tab ? tab.path : tabLabel(tab)}
              aria-label={`${tabLabel(tab)}${isUnsaved ? ', not saved' : ''}`}
              onClick={() => activate(key)}
            >
              {tabLabel(tab)}
            </UnstyledButton>
            <UnstyledButton
              className={classes.close}
              data-unsaved={isUnsaved || undefined}
              tabIndex={-1}
              // A list of tabs may hold nothing but tabs for screen readers: there the Delete key closes.
              aria-hidden
              title={`Close ${tabLabel(tab)}`}
              onClick={() => onClose(tab)}
            >
              <span className={classes.dot} aria-hidden />
              <IconX size={13} aria-hidden />
            </UnstyledButton>
          </div>
        );
      })}
    </div>
  );
}
