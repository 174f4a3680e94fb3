import { Loader, UnstyledButton } from '@mantine/core';
import type { Terminal } from '@notelab/contract';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useMe, useRole } from '../../app/workspace.ts';
import { indexAfterKey } from '../index-after-key.ts';
import classes from './terminals.module.css';
import { openTerminalId, useTerminals } from './terminals-context.ts';

/** The open terminals. Arrows move between them, Enter goes in, F2 renames, Delete closes. */
export function TerminalTabBar() {
  const { canEdit } = useRole();
  const { user } = useMe();
  const { open, active, show, activate, openNew, opening, closeTab, ask } = useTerminals();
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!active) return;
    list.current
      ?.querySelector('[aria-selected="true"]')
      ?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [active]);

  const isOwner = (terminal: Terminal) => terminal.owner.id === user.id;
  const close = (terminal: Terminal) => {
    if (isOwner(terminal)) ask('close', terminal);
    else closeTab(terminal.id);
  };
  const rename = (terminal: Terminal) => {
    if (isOwner(terminal)) ask('rename', terminal);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = open.findIndex(({ id }) => id === active?.id);
    const to = indexAfterKey(event.key, at, open.length);
    if (event.key === 'Delete' && active) close(active);
    else if (event.key === 'F2' && active) rename(active);
    else if (to !== null && open[to]) {
      activate(open[to].id);
      list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[to]?.focus();
    } else return;
    event.preventDefault();
  };

  return (
    <>
      <div className={classes.tabList} role="tablist" aria-label="Terminals" ref={list} onKeyDown={onKeyDown}>
        {open.map((terminal) => {
          const inFront = terminal.id === active?.id;
          const name = isOwner(terminal) ? terminal.name : `${terminal.name} · ${terminal.owner.name}`;
          return (
            <div
              key={terminal.id}
              className={classes.tab}
              data-active={inFront || undefined}
              role="presentation"
              onAuxClick={(event) => {
                if (event.button === 1) close(terminal);
              }}
            >
              <UnstyledButton
                className={classes.tabLabel}
                role="tab"
                aria-selected={inFront}
                aria-controls={openTerminalId}
                aria-keyshortcuts="Enter F2 Delete"
                tabIndex={inFront ? 0 : -1}
                title={`${name}. Ctrl+\` shows and hides terminals, F6 leaves one.`}
                onClick={() => show(terminal.id)}
                onDoubleClick={() => rename(terminal)}
              >
                {name}
              </UnstyledButton>
              <UnstyledButton
                className={classes.tabClose}
                tabIndex={-1}
                // A list of tabs may hold nothing but tabs for screen readers: there the Delete key closes.
                aria-hidden
                title={isOwner(terminal) ? `Close ${name}` : `Stop watching ${name}`}
                onClick={() => close(terminal)}
              >
                <IconX size={12} aria-hidden />
              </UnstyledButton>
            </div>
          );
        })}
      </div>
      {canEdit ? (
        <UnstyledButton
          className={classes.tool}
          aria-label="Open another terminal"
          title="Open another terminal"
          disabled={opening}
          onClick={openNew}
        >
          {opening ? <Loader size={12} color="gray" /> : <IconPlus size={14} aria-hidden />}
        </UnstyledButton>
      ) : null}
    </>
  );
}
