import { IconCloudCheck, IconCloudOff, IconCloudUp, IconEye } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Chip } from '../../theme/chip.tsx';
import type { ConnectionState } from './connection-state.ts';
import { useLiveNotebook, usePicked } from './live-context.ts';
import classes from './live-notebook.module.css';

const viewerWords = 'You are a viewer here. Editors change and run notebooks.';

/** Shorter than this nobody wants to know. */
const patienceMs = 900;

/** Whether what was typed is safe. */
export function ConnectionChip() {
  const { connection, canEdit } = useLiveNotebook();
  const standing = useCalm(usePicked(connection, standingOf));
  return (
    <div className={classes.connection} role="status">
      {canEdit ? (
        wordsOf[standing]
      ) : (
        <>
          <Chip icon={<IconEye aria-hidden />}>Read only</Chip>
          <span title={viewerWords}>{viewerWords}</span>
        </>
      )}
    </div>
  );
}

type Standing = 'saved' | 'saving' | 'connecting' | 'offline';

function standingOf({ link, hasUnsaved, isLoaded }: ConnectionState): Standing {
  if (link === 'offline' || (link === 'connecting' && isLoaded)) return 'offline';
  if (link === 'connecting') return 'connecting';
  return hasUnsaved ? 'saving' : 'saved';
}

const wordsOf: Record<Standing, React.ReactNode> = {
  saved: (
    <Chip icon={<IconCloudCheck aria-hidden />} title="All you typed is on the server.">
      Saved
    </Chip>
  ),
  saving: <Chip icon={<IconCloudUp aria-hidden />}>Saving…</Chip>,
  connecting: <Chip icon={<IconCloudUp aria-hidden />}>Connecting…</Chip>,
  offline: (
    <>
      <Chip tone="modified" icon={<IconCloudOff aria-hidden />}>
        Offline
      </Chip>
      <span>You can go on. Your edits are kept and merged when Notelab can be reached again.</span>
    </>
  ),
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
