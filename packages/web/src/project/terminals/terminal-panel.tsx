import { lazy, Suspense, useRef, useState } from 'react';
import { useProject } from '../project-context.ts';
import { useSessionState } from '../use-session-state.ts';
import { PanelDivider } from './panel-divider.tsx';
import { parseShare, usualShare } from './panel-share.ts';
import { TerminalBanner } from './terminal-banner.tsx';
import { TerminalHead } from './terminal-head.tsx';
import classes from './terminals.module.css';
import { openTerminalId, terminalPanelId, useTerminals } from './terminals-context.ts';

const TerminalView = lazy(() =>
  import('./terminal-view.tsx').then(({ TerminalView }) => ({ default: TerminalView })),
);

/** The open terminals, below the editor. */
export function TerminalPanel() {
  const { id: projectId } = useProject();
  const { open, active, shown } = useTerminals();
  const storage = `notelab.project.${projectId}.terminals-share`;
  const [share, setShare] = useSessionState(storage, usualShare, parseShare);
  const [maximized, setMaximized] = useState(false);
  const panel = useRef<HTMLElement>(null);
  const [seen, setSeen] = useState<readonly string[]>([]);
  if (!active) return null;
  // A terminal is drawn once it has been in front, and stays so that going back to it finds it as it was.
  if (shown && !seen.includes(active.id)) setSeen([...seen, active.id]);
  return (
    <section
      ref={panel}
      id={terminalPanelId}
      className={classes.panel}
      data-surface="dark"
      data-shown={shown || undefined}
      style={{ flexBasis: !shown ? 'auto' : maximized ? '100%' : `${share}%` }}
      aria-label="Open terminals"
    >
      {shown && !maximized ? <PanelDivider panel={panel} share={share} onShare={setShare} /> : null}
      <TerminalHead maximized={maximized} onMaximize={setMaximized} />
      <div
        className={classes.views}
        hidden={!shown}
        role="tabpanel"
        id={openTerminalId}
        aria-label={active.name}
      >
        <TerminalBanner terminal={active} />
        <Suspense fallback={null}>
          {open
            .filter(({ id }) => seen.includes(id))
            .map((terminal) => (
              <TerminalView
                key={terminal.id}
                terminal={terminal}
                visible={shown && terminal.id === active.id}
              />
            ))}
        </Suspense>
      </div>
    </section>
  );
}
