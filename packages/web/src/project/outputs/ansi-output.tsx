import { useMemo } from 'react';
import classes from './ansi.module.css';
import { parseAnsi } from './ansi-text.ts';

/** Text as programs write it to a terminal, in its colours. */
export function AnsiText({ text, isError }: { text: string; isError: boolean }) {
  const parts = useMemo(() => parseAnsi(text), [text]);
  return (
    <pre className={classes.ansi} data-error={isError || undefined}>
      {parts.map(({ text: piece, colour, bold }, index) =>
        colour || bold ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change their order
          <span key={index} data-colour={colour ?? undefined} data-bold={bold || undefined}>
            {piece}
          </span>
        ) : (
          piece
        ),
      )}
    </pre>
  );
}
