import type { LanguageSupport } from '@codemirror/language';
import { Button, Checkbox } from '@mantine/core';
import type { Hunk } from '@notelab/contract';
import { type ReactNode, useMemo, useState } from 'react';
import type { DiffMode } from '../diff/text-diff.tsx';
import codeClasses from '../editor/code.module.css';
import staticClasses from '../editor/static-code.module.css';
import { colourLines } from '../editor/static-code.tsx';
import { useLanguage } from '../editor/use-language.ts';
import classes from './hunk-diff.module.css';
import { type NumberedLine, placeInWords, toNumberedLines, toPairs } from './hunk-rows.ts';

interface HunkDiffProps {
  path: string;
  hunks: Hunk[];
  mode: DiffMode;
  isTaken: (hunkId: string) => boolean;
  disabled: boolean;
  onTake: (hunkId: string, take: boolean) => void;
  /** Absent where parts cannot be discarded. */
  onDiscard?: ((hunkId: string) => void) | undefined;
}

/** What changed in a file, place by place; each is committed or not. */
export function HunkDiff({ path, hunks, mode, isTaken, disabled, onTake, onDiscard }: HunkDiffProps) {
  const language = useLanguage(path);
  return (
    <div className={`${codeClasses.colours} ${staticClasses.code} ${classes.hunks}`}>
      {hunks.map((hunk) => (
        <HunkSection
          key={hunk.id}
          hunk={hunk}
          language={language}
          mode={mode}
          taken={isTaken(hunk.id)}
          disabled={disabled}
          onTake={(take) => onTake(hunk.id, take)}
          onDiscard={onDiscard && (() => onDiscard(hunk.id))}
        />
      ))}
    </div>
  );
}

interface HunkSectionProps {
  hunk: Hunk;
  language: LanguageSupport | null;
  mode: DiffMode;
  taken: boolean;
  disabled: boolean;
  onTake: (take: boolean) => void;
  onDiscard: (() => void) | undefined;
}

/** More lines at once would hold up the page. */
const mostLines = 400;

function HunkSection({ hunk, language, mode, taken, disabled, onTake, onDiscard }: HunkSectionProps) {
  const [all, setAll] = useState(false);
  const lines = useMemo(() => toNumberedLines(hunk), [hunk]);
  const coloured = useMemo(() => colourHunk(hunk, language), [hunk, language]);
  const place = placeInWords(lines);
  const shown = all ? lines : lines.slice(0, mostLines);
  return (
    <section className={classes.hunk} data-left-out={!taken || undefined} aria-label={place}>
      <header className={classes.head}>
        <Checkbox
          size="xs"
          label={place}
          checked={taken}
          disabled={disabled}
          onChange={({ currentTarget }) => onTake(currentTarget.checked)}
        />
        {onDiscard ? (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            disabled={disabled}
            aria-label={`Discard ${place.toLowerCase()}`}
            title="Makes it what the last commit has. It is kept as a recovery point first."
            onClick={onDiscard}
          >
            Discard
          </Button>
        ) : null}
      </header>
      {mode === 'inline' ? (
        <div className={classes.lines}>
          {shown.map((line) => (
            <Line key={line.index} line={line} code={coloured[line.index]} numbers="both" />
          ))}
        </div>
      ) : (
        <div className={classes.pairs}>
          {toPairs(shown).map(([before, after]) => (
            <Pair
              key={`${before?.index} ${after?.index}`}
              before={before}
              after={after}
              coloured={coloured}
            />
          ))}
        </div>
      )}
      {shown.length < lines.length ? (
        <button type="button" className={classes.more} onClick={() => setAll(true)}>
          Show {lines.length - shown.length} more lines
        </button>
      ) : null}
    </section>
  );
}

interface PairProps {
  before: NumberedLine | null;
  after: NumberedLine | null;
  coloured: ReactNode[][];
}

function Pair({ before, after, coloured }: PairProps) {
  return (
    <>
      <Line line={before} code={before && coloured[before.index]} numbers="old" />
      <Line line={after} code={after && coloured[after.index]} numbers="new" />
    </>
  );
}

interface LineProps {
  line: NumberedLine | null;
  code: ReactNode[] | null | undefined;
  numbers: 'both' | 'old' | 'new';
}

const signs = { same: ' ', removed: '−', added: '+' };

function Line({ line, code, numbers }: LineProps) {
  if (!line) return <div className={classes.line} data-kind="none" />;
  const { kind, oldNumber, newNumber, noNewline } = line;
  return (
    <div className={classes.line} data-kind={kind}>
      {numbers === 'new' ? null : <span className={classes.number}>{oldNumber}</span>}
      {numbers === 'old' ? null : <span className={classes.number}>{newNumber}</span>}
      <span className={classes.sign}>{signs[kind]}</span>
      <code className={classes.code}>
        {code}
        {noNewline ? <span className={classes.mark}> no line end</span> : null}
      </code>
    </div>
  );
}

/** Both versions are coloured apart: each is a text of the language, a mix of them is not. */
function colourHunk({ lines }: Hunk, language: LanguageSupport | null): ReactNode[][] {
  const coloured: ReactNode[][] = [];
  for (const other of ['added', 'removed'] as const) {
    const own = lines.flatMap((line, index) => (line.kind === other ? [] : [{ text: line.text, index }]));
    const pieces = colourLines(own.map(({ text }) => text).join('\n'), language);
    for (const [at, { index }] of own.entries()) coloured[index] = pieces[at] ?? [];
  }
  return coloured;
}
