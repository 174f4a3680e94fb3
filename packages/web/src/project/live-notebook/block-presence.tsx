import { personColour } from '../../theme/person-colour.ts';
import { PersonPicture } from '../../theme/person-picture.tsx';
import classes from './block-view.module.css';
import { useLiveNotebook } from './live-context.ts';
import { usePresentInBlock } from './presence.ts';

/** Who else is in a block: who writes by name, who looks by initials. */
export function BlockPresence({ id }: { id: string }) {
  const { awareness } = useLiveNotebook();
  const present = usePresentInBlock(awareness, id);
  if (present.length === 0) return null;
  return (
    <div className={classes.presence}>
      {present.map(({ name, isWriting }) =>
        isWriting ? (
          <span key={name} className={classes.person} style={{ background: personColour(name) }}>
            {name} is here
          </span>
        ) : (
          <span key={name} title={`${name} is here`}>
            <PersonPicture name={name} size={18} />
          </span>
        ),
      )}
    </div>
  );
}
