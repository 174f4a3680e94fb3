import type { Terminal } from '@notelab/contract';
import { IconEye } from '@tabler/icons-react';
import { useMe } from '../../app/workspace.ts';
import { Chip } from '../../theme/chip.tsx';
import { inWords } from './terminal-words.ts';

const mostNames = 2;

/** Who sees the terminal besides the user. */
export function SharingChip({ terminal }: { terminal: Terminal }) {
  const { user } = useMe();
  const { owner, shared, typist, watchers } = terminal;
  const names = watchers.filter(({ id }) => id !== user.id).map(({ name }) => name);
  if (owner.id === user.id && !shared) return <Chip title="Nobody else sees it">private to you</Chip>;
  const others = names.length > mostNames ? `${names.length} others` : inWords(names);
  const mine = owner.id === user.id || typist?.id === user.id;
  return (
    <Chip
      tone="info"
      icon={<IconEye aria-hidden />}
      title={names.length > 0 ? `Watching: ${inWords(names)}` : 'Nobody else watches at the moment'}
    >
      {mine ? 'Others can watch' : `You are watching ${owner.name}’s terminal`}
      {names.length > 0 ? `${mine ? ': ' : ' with '}${others}` : null}
    </Chip>
  );
}
