import { ActionIcon, Button } from '@mantine/core';
import type { ConflictContent, Ongoing } from '@notelab/contract';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import code from '../editor/code.module.css';
import { readDraft, writeDraft } from './conflict-drafts.ts';
import { beginDraft, type MergeDraft } from './merge-draft.ts';
import { countDecided } from './merge-field.ts';
import classes from './text-conflict.module.css';
import { mergeTexts } from './text-merge.ts';
import { createThreePanes, type ThreePanes } from './three-panes.ts';

interface TextConflictProps {
  checkoutId: string;
  conflict: ConflictContent;
  sides: Ongoing['sides'];
  canEdit: boolean;
  busy: boolean;
  onResolve: (text: string) => void;
}

/** Both sides of a text and, between them, what comes out. Loaded when the first one is shown. */
export function TextConflict({ checkoutId, conflict, sides, canEdit, busy, onResolve }: TextConflictProps) {
  const { path, key } = conflict;
  const mine = useRef<HTMLDivElement>(null);
  const result = useRef<HTMLDivElement>(null);
  const theirs = useRef<HTMLDivElement>(null);
  const panes = useRef<ThreePanes | null>(null);
  const current = useRef(-1);
  const parts = useMemo(
    () => mergeTexts(conflict.base ?? '', conflict.mine ?? '', conflict.theirs ?? ''),
    [conflict.base, conflict.mine, conflict.theirs],
  );
  const conflicts = parts.filter((part) => part.kind === 'conflict');
  const [draft, setDraft] = useState(
    () => readDraft<MergeDraft>(checkoutId, path, key, isMergeDraft) ?? beginDraft(parts),
  );
  // Another conflict is another component, so the editors are made of what was there first.
  const begun = useRef({ conflict, conflicts, draft, sides });

  useEffect(() => {
    const { conflict: content, sides: names, ...rest } = begun.current;
    panes.current = createThreePanes(
      { mine: mine.current!, result: result.current!, theirs: theirs.current! },
      {
        ...rest,
        content,
        names,
        readOnly: !canEdit,
        onChange(changed) {
          begun.current.draft = changed;
          setDraft(changed);
          writeDraft(checkoutId, path, key, changed);
        },
      },
    );
    return () => panes.current?.destroy();
  }, [checkoutId, path, key, canEdit]);

  const go = (step: 1 | -1) => {
    current.current = (current.current + step + conflicts.length) % conflicts.length;
    panes.current?.goTo(current.current);
  };
  const decided = countDecided(draft.conflicts);
  const isDone = decided === draft.conflicts.length;
  return (
    <div className={classes.resolver}>
      <div className={classes.bar}>
        <span>
          {conflicts.length === 0
            ? 'Nothing needs a decision: the lines of both sides fit together.'
            : `${decided} of ${conflicts.length} ${conflicts.length === 1 ? 'conflict' : 'conflicts'} decided`}
        </span>
        <div className={classes.barEnd}>
          {conflicts.length > 0 ? (
            <>
              <ActionIcon variant="default" size={28} aria-label="Previous conflict" onClick={() => go(-1)}>
                <IconArrowUp size={14} aria-hidden />
              </ActionIcon>
              <ActionIcon variant="default" size={28} aria-label="Next conflict" onClick={() => go(1)}>
                <IconArrowDown size={14} aria-hidden />
              </ActionIcon>
            </>
          ) : null}
          {canEdit ? (
            <Button size="xs" disabled={!isDone} loading={busy} onClick={() => onResolve(draft.text)}>
              Mark as resolved
            </Button>
          ) : null}
        </div>
      </div>
      <div className={classes.panes}>
        <Pane place="mine" title={sides.mine} parent={mine} />
        <Pane place="result" title="Result" parent={result} />
        <Pane place="theirs" title={sides.theirs} parent={theirs} />
      </div>
    </div>
  );
}

interface PaneProps {
  place: 'mine' | 'result' | 'theirs';
  title: string;
  parent: RefObject<HTMLDivElement | null>;
}

function Pane({ place, title, parent }: PaneProps) {
  return (
    <section className={classes.pane} data-place={place} aria-label={title}>
      <h3>{title}</h3>
      <div ref={parent} className={code.code} />
    </section>
  );
}

function isMergeDraft(stored: unknown): stored is MergeDraft {
  return (
    typeof stored === 'object' &&
    stored !== null &&
    'text' in stored &&
    typeof stored.text === 'string' &&
    'conflicts' in stored &&
    Array.isArray(stored.conflicts)
  );
}
