import { Checkbox, Skeleton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { Chip } from '../theme/chip.tsx';
import classes from './candidate-list.module.css';
import { type Candidate, type Choice, isChosen, toggle } from './repository-choice.ts';

interface CandidateRowsProps {
  candidates: Candidate[];
  choice: Choice;
  onChoice: (choice: Choice) => void;
  loading: boolean;
  loadingMore: boolean;
  /** Asked when the last line comes near; absent when there is no more. */
  onEnd?: () => void;
  nothing: string;
}

const rowHeightPx = 38;

/** The lines themselves: only those in view are drawn. */
export function CandidateRows(props: CandidateRowsProps) {
  const { candidates, choice, onChoice, loading, loadingMore, onEnd, nothing } = props;
  const viewport = useRef<HTMLDivElement>(null);
  const placeholders = loading && candidates.length === 0 ? 6 : loadingMore ? 3 : 0;
  const count = candidates.length + placeholders;
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => viewport.current,
    estimateSize: () => rowHeightPx,
    overscan: 8,
  });
  const lines = virtual.getVirtualItems();
  const lastShown = lines.at(-1)?.index ?? -1;
  useEffect(() => {
    if (onEnd && lastShown >= candidates.length - 5) onEnd();
  }, [onEnd, lastShown, candidates.length]);

  return (
    <div className={classes.viewport} ref={viewport} aria-busy={loading}>
      {count === 0 ? <p className={classes.nothing}>{nothing}</p> : null}
      <ul className={classes.rows} style={{ height: virtual.getTotalSize() }} aria-label="GitLab projects">
        {lines.map(({ index, start }) => {
          const candidate = candidates[index];
          return (
            <li key={index} className={classes.row} style={{ transform: `translateY(${start}px)` }}>
              {candidate ? (
                <CandidateRow
                  candidate={candidate}
                  chosen={isChosen(choice, candidate)}
                  onToggle={() => onChoice(toggle(choice, candidate))}
                />
              ) : (
                <div className={classes.skeleton}>
                  <Skeleton width={16} height={16} />
                  <Skeleton width="45%" height={10} />
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface CandidateRowProps {
  candidate: Candidate;
  chosen: boolean;
  onToggle: () => void;
}

function CandidateRow({ candidate, chosen, onToggle }: CandidateRowProps) {
  const { path, visibility, archived, repositoryId } = candidate;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is Mantine's checkbox inside
    <label>
      <Checkbox size="xs" checked={chosen} onChange={onToggle} aria-label={path} />
      <span className={classes.path} title={path}>
        {path}
      </span>
      {archived ? <Chip tone="modified">archived</Chip> : null}
      {repositoryId ? <Chip tone="added">connected</Chip> : null}
      <Chip>{visibility}</Chip>
    </label>
  );
}
