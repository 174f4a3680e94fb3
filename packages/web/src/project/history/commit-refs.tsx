import type { HistoryCommit } from '@notelab/contract';
import { IconGitBranch, IconTag } from '@tabler/icons-react';
import { Chip } from '../../theme/chip.tsx';

/** The branches and tags that stand at a commit. */
export function CommitRefs({ commit: { refs, isHead } }: { commit: Pick<HistoryCommit, 'refs' | 'isHead'> }) {
  const names = new Set(refs.flatMap(({ kind, name }) => (kind === 'branch' ? [name] : [])));
  // Where the branch of GitLab stands at the same commit, one chip says both.
  const shown = refs.filter(
    ({ kind, name }) => kind !== 'remote-branch' || !names.has(name.replace(/^origin\//, '')),
  );
  const isAlsoThere = (name: string) =>
    refs.some(({ kind, name: other }) => kind === 'remote-branch' && other === `origin/${name}`);
  if (isHead && names.size === 0) return <Chip tone="accent">checked out</Chip>;
  return shown.map(({ kind, name }) => (
    <Chip
      key={`${kind} ${name}`}
      tone={kind === 'branch' ? (isHead ? 'accent' : 'info') : kind === 'tag' ? 'modified' : 'neutral'}
      icon={kind === 'tag' ? <IconTag aria-hidden /> : <IconGitBranch aria-hidden />}
      title={kind === 'branch' && isAlsoThere(name) ? `${name}, also on GitLab` : name}
    >
      {name}
    </Chip>
  ));
}
