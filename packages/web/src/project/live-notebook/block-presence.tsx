import { personColour } from '../../theme/person-colour.ts';
import classes from './block-view.module.css';
import { useLiveNotebook } from './live-context.ts';
import { useNamesInBlock } from './presence.ts';

/** Who else is in a block. */
export function BlockPresence({ id }: { id: string }) {
  const { awareness } = useLiveNotebook();
  const names = useNamesInBlock(awareness, id);
  if (names.length === 0) return null;
  return (
    <div className={classes.presence}>
      {names.map((name) => (
        <span key={name} className={classes.person} style={{ background: personColour(name) }}>
          {name} is here
        </span>
      ))}
    </div>
  );
}
