import { IconCloudCheck, IconCloudOff, IconCloudUp, IconEye } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Chip, type ChipTone } from '../../theme/chip.tsx';
import type { ConnectionState } from './connection-state.ts';
import { useLiveNotebook, usePicked } from './live-context.ts';
import classes from './live-notebook.module.css';

/** Shorter than this nobody wants to know. */
const patienceMs = 900;

/** Whether what was typed is safe. */
export function ConnectionChip() {
  const { connection, canEdit } = useLiveNotebook();
  const standing = useCalm(usePicked(connection, standingOf));
  const { words, title, icon: Icon, tone } = canEdit ? looks[standing] : reading;
  return (
    <div className={classes.connection} role="status">
      <Chip tone={tone} icon={<Icon aria-hidden />} title={title}>
        <span className={classes.word}>{words}</span>
      </Chip>
    </div>
  );
}

/** Says that one may go on although there is no connection, and why a viewer may not write. */
export function ConnectionNotice() {
  const { connection, canEdit } = useLiveNotebook();
  const standing = useCalm(usePicked(connection, standingOf));
  if (standing !== 'offline') return canEdit ? null : <p className={classes.notice}>{reading.title}</p>;
  return (
    <p className={classes.notice} data-tone="offline">
      Notelab cannot be reached.{' '}
      {canEdit
        ? 'You can go on: your edits are kept, and merged when it can.'
        : 'What others change is shown when it can.'}
    </p>
  );
}

type Standing = 'saved' | 'saving' | 'connecting' | 'offline';

function standingOf({ link, hasUnsaved, isLoaded }: ConnectionState): Standing {
  if (link === 'offline' || (link === 'connecting' && isLoaded)) return 'offline';
  if (link === 'connecting') return 'connecting';
  return hasUnsaved ? 'saving' : 'saved';
}

interface Look {
  words: string;
  title: string;
  icon: typeof IconEye;
  tone?: ChipTone;
}

const looks: Record<Standing, Look> = {
  saved: { words: 'Saved', title: 'All you typed is on the server.', icon: IconCloudCheck },
  saving: { words: 'Saving…', title: 'What you typed is on its way to the server.', icon: IconCloudUp },
  connecting: { words: 'Connecting…', title: 'The notebook is being opened.', icon: IconCloudUp },
  offline: { words: 'Offline', title: 'Notelab cannot be reached.', icon: IconCloudOff, tone: 'modified' },
};
const reading: Look = {
  words: 'Read only',
  title: 'You are a viewer here. Editors change and run notebooks.',
  icon: IconEye,
};

/** What is over in a moment is not shown; that all is well again is. */
function useCalm(standing: Standing): Standing {
  const [shown, setShown] = useState(standing);
  useEffect(() => {
    if (standing === 'saved') return setShown(standing);
    const timer = setTimeout(() => setShown(standing), patienceMs);
    return () => clearTimeout(timer);
  }, [standing]);
  return shown;
}
