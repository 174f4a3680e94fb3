import { ActionIcon, Skeleton, UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { Terminal } from '@notelab/contract';
import { IconEye, IconKeyboard, IconPlus, IconTerminal2 } from '@tabler/icons-react';
import { toShownProblem } from '../../api/problem.ts';
import { useMe, useRole } from '../../app/workspace.ts';
import { SectionTitle } from '../../theme/section-title.tsx';
import shared from '../sidebar-section.module.css';
import { inWords, whose } from './terminal-words.ts';
import { useTerminals } from './terminals-context.ts';
import classes from './terminals-section.module.css';

/** The sidebar's Terminals: one's own and those that others share. */
export function TerminalsSection() {
  const { canEdit } = useRole();
  const { all, error } = useTerminals();
  return (
    <section className={`${shared.section} ${classes.section}`} aria-labelledby="terminals-title">
      <div className={`${shared.head} ${classes.head}`}>
        <SectionTitle id="terminals-title" action={canEdit ? <NewTerminalButton /> : null}>
          Terminals
        </SectionTitle>
      </div>
      {all === undefined ? (
        <div className={shared.hint}>
          {error ? <p>{toShownProblem(error).title}</p> : <Skeleton height={9} />}
        </div>
      ) : all.length > 0 ? (
        <ul className={shared.list}>
          {all.map((terminal) => (
            <TerminalRow key={terminal.id} terminal={terminal} />
          ))}
        </ul>
      ) : null}
      {all !== undefined && (!canEdit || all.length === 0) ? <Hint /> : null}
    </section>
  );
}

function NewTerminalButton() {
  const { openNew, opening } = useTerminals();
  return (
    <ActionIcon
      variant="default"
      size={22}
      radius={6}
      aria-label="New terminal"
      title="New terminal"
      loading={opening}
      onClick={openNew}
    >
      <IconPlus size={13} aria-hidden />
    </ActionIcon>
  );
}

/** What terminals give, or why there is no button for them. */
function Hint() {
  const { canEdit } = useRole();
  return (
    <div className={shared.hint}>
      <p>
        {canEdit
          ? 'A shell in the project’s folder, where git acts as you. Open one with +.'
          : 'Terminals that editors share to watch are listed here. To open one you need the editor role.'}
      </p>
    </div>
  );
}

function TerminalRow({ terminal }: { terminal: Terminal }) {
  const { user } = useMe();
  const { show, active, shown } = useTerminals();
  const { id, name, watchers, ended, typist } = terminal;
  const owner = whose(terminal, user.id);
  const watching =
    watchers.length > 0 ? `watched by ${inWords(watchers.map((person) => person.name))}` : null;
  const typing = typist ? (typist.id === user.id ? 'you type' : `${typist.name} types`) : null;
  const inFront = shown && active?.id === id;
  return (
    <li>
      <UnstyledButton
        className={shared.row}
        data-in-front={inFront || undefined}
        aria-current={inFront || undefined}
        title={ended ?? undefined}
        onClick={() => show(id)}
      >
        <IconTerminal2 className={shared.icon} size={15} aria-hidden />
        <span className={shared.name}>
          {name} · {owner}
        </span>
        <VisuallyHidden>
          , {[ended ? 'ended' : 'running', typing, watching].filter(Boolean).join(', ')}
        </VisuallyHidden>
        {typing ? (
          <span className={classes.typing} title={typing} aria-hidden>
            <IconKeyboard size={14} />
          </span>
        ) : null}
        {watching ? (
          <span className={classes.watchers} title={watching} aria-hidden>
            <IconEye size={12} />
            {watchers.length}
          </span>
        ) : null}
        {ended ? (
          <span className={classes.ended} aria-hidden>
            ended
          </span>
        ) : (
          <span className={classes.dot} />
        )}
      </UnstyledButton>
    </li>
  );
}
