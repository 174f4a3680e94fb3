import { Tooltip } from '@mantine/core';
import { PersonPicture } from '../../theme/person-picture.tsx';
import { useLiveNotebook } from './live-context.ts';
import classes from './live-notebook.module.css';
import { usePresent } from './presence.ts';

const everybody = <T,>(persons: T[]): T[] => persons;
const mostShown = 5;

/** Who else looks at the notebook. */
export function PeopleHere() {
  const { awareness } = useLiveNotebook();
  const names = usePresent(awareness, everybody).map(({ name }) => name);
  if (names.length === 0) return null;
  const hidden = names.slice(mostShown);
  return (
    <ul className={classes.people} aria-label="Also here">
      {names.slice(0, mostShown).map((name) => (
        <Tooltip key={name} label={name} openDelay={200}>
          <li>
            <PersonPicture name={name} size={22} />
            <span className={classes.forScreenReaders}>{name}</span>
          </li>
        </Tooltip>
      ))}
      {hidden.length > 0 ? <li title={hidden.join(', ')}>+{hidden.length}</li> : null}
    </ul>
  );
}
