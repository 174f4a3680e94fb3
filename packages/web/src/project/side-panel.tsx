import { UnstyledButton } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';
import { indexAfterKey } from './index-after-key.ts';
import classes from './project-page.module.css';

export const sidePanels = ['git', 'versions'] as const;
export type SidePanelName = (typeof sidePanels)[number];

const titles: Record<SidePanelName, string> = { git: 'Git', versions: 'Version history' };

interface SidePanelProps {
  shown: SidePanelName;
  onShow: (panel: SidePanelName) => void;
  children: ReactNode;
  /** Below, whatever is shown. */
  foot: ReactNode;
}

/** The right panel of a project. */
export function SidePanel({ shown, onShow, children, foot }: SidePanelProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const to = indexAfterKey(event.key, sidePanels.indexOf(shown), sidePanels.length);
    const panel = to === null ? undefined : sidePanels[to];
    if (!panel || to === null) return;
    event.preventDefault();
    onShow(panel);
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[to]?.focus();
  };
  return (
    <aside className={classes.panel} aria-label={titles[shown]}>
      <div className={classes.panelTabs} role="tablist" aria-label="Right panel" onKeyDown={onKeyDown}>
        {sidePanels.map((panel) => (
          <UnstyledButton
            key={panel}
            className={classes.panelTab}
            role="tab"
            aria-selected={panel === shown}
            aria-controls="side-panel"
            tabIndex={panel === shown ? 0 : -1}
            onClick={() => onShow(panel)}
          >
            {titles[panel]}
          </UnstyledButton>
        ))}
      </div>
      <div className={classes.panelBody} id="side-panel" role="tabpanel" aria-label={titles[shown]}>
        {children}
      </div>
      {foot}
    </aside>
  );
}
