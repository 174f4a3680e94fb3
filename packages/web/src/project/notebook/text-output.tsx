import { useMemo } from 'react';
import { AnsiText, type TextLinks } from '../outputs/ansi-output.tsx';
import { foldText, mostShown } from './fold-text.ts';
import { ShowAll } from './foldable.tsx';
import classes from './outputs.module.css';
import { useViewMemory } from './view-context.ts';

interface TextOutputProps {
  text: string;
  look: 'plain' | 'stderr' | 'error';
  memoryKey: string;
  links?: TextLinks | undefined;
}

/** Text of a program; of a long one a part is shown at first. */
export function TextOutput({ text, look, memoryKey, links }: TextOutputProps) {
  const [isOpen, setOpen] = useViewMemory(`${memoryKey}.open`, false);
  const part = look === 'error' ? 'end' : 'ends';
  const folded = useMemo(() => foldText(text, part), [text, part]);
  const shown = isOpen ? text.slice(0, mostShown) : folded.shown;
  const showAll =
    folded.lines !== null && !isOpen ? (
      <ShowAll onClick={() => setOpen(true)}>Show all {folded.lines.toLocaleString('en-GB')} lines</ShowAll>
    ) : null;
  return (
    <>
      {part === 'end' ? showAll : null}
      <div className={classes.text} data-look={look}>
        <AnsiText text={shown} isError={false} links={links} />
      </div>
      {part === 'ends' ? showAll : null}
      {isOpen || folded.end === '' ? null : (
        <div className={classes.text} data-look={look}>
          <AnsiText text={folded.end} isError={false} links={links} />
        </div>
      )}
      {isOpen && text.length > mostShown ? (
        <p className={classes.note}>
          The first {mostShown.toLocaleString('en-GB')} of {text.length.toLocaleString('en-GB')} characters.
          The file has all of them.
        </p>
      ) : null}
    </>
  );
}
