import { Fragment, type ReactNode, useMemo } from 'react';
import classes from './ansi.module.css';
import { parseAnsi } from './ansi-text.ts';

/** Makes links of what in a text points to something. */
export type TextLinks = (text: string) => ReactNode;

interface AnsiTextProps {
  text: string;
  isError: boolean;
  links?: TextLinks | undefined;
}

/** Text as programs write it to a terminal, in its colours. */
export function AnsiText({ text, isError, links = asItIs }: AnsiTextProps) {
  const parts = useMemo(() => parseAnsi(text), [text]);
  return (
    <pre className={classes.ansi} data-error={isError || undefined}>
      {parts.map(({ text: piece, colour, bold }, index) =>
        colour || bold ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change their order
          <span key={index} data-colour={colour ?? undefined} data-bold={bold || undefined}>
            {links(piece)}
          </span>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same
          <Fragment key={index}>{links(piece)}</Fragment>
        ),
      )}
    </pre>
  );
}

const asItIs: TextLinks = (text) => text;
