import type { Change } from '@notelab/contract';
import type { ChipTone } from '../../theme/chip.tsx';

interface ChangeWords {
  letter: string;
  word: string;
  tone: Extract<ChipTone, 'modified' | 'added' | 'conflict' | 'neutral'>;
}

/** How each kind of change is marked, and what it is called. */
export const changeWords: Record<Change['kind'], ChangeWords> = {
  modified: { letter: 'M', word: 'modified', tone: 'modified' },
  'type-changed': { letter: 'T', word: 'changed its type', tone: 'modified' },
  renamed: { letter: 'R', word: 'renamed', tone: 'modified' },
  added: { letter: 'A', word: 'added', tone: 'added' },
  untracked: { letter: 'U', word: 'untracked', tone: 'added' },
  deleted: { letter: 'D', word: 'deleted', tone: 'conflict' },
  conflicted: { letter: '!', word: 'in conflict', tone: 'conflict' },
};
