import { UnstyledButton } from '@mantine/core';
import type { CoAuthor } from '@notelab/contract';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import classes from './commit.module.css';

interface CoAuthorChoiceProps {
  people: CoAuthor[];
  chosen: ReadonlySet<string>;
  disabled: boolean;
  onChange: (chosen: ReadonlySet<string>) => void;
}

/** Others who have worked on the files since the last commit, to be named in the message. */
export function CoAuthorChoice({ people, chosen, disabled, onChange }: CoAuthorChoiceProps) {
  if (people.length === 0) return null;
  const toggle = (userId: string) => {
    const next = new Set(chosen);
    if (!next.delete(userId)) next.add(userId);
    onChange(next);
  };
  return (
    <fieldset className={classes.coAuthors}>
      <legend>Co-authors</legend>
      {people.map(({ userId, name, username, fileCount }) => {
        const isChosen = chosen.has(userId);
        const work =
          fileCount === 0
            ? 'worked in a terminal'
            : `edited ${fileCount} ${fileCount === 1 ? 'file' : 'files'}`;
        return (
          <UnstyledButton
            key={userId}
            className={classes.coAuthor}
            aria-pressed={isChosen}
            disabled={disabled}
            title={`@${username} ${work} since the last commit. Adds “Co-authored-by: ${name}” to the message.`}
            onClick={() => toggle(userId)}
          >
            {isChosen ? <IconCheck size={12} aria-hidden /> : <IconPlus size={12} aria-hidden />}
            {name}
          </UnstyledButton>
        );
      })}
    </fieldset>
  );
}
