import type { Checkout, StartPoint, StartPointFound } from '@notelab/contract';
import { IconCloud, IconGitBranch, IconGitCommit, IconTag } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { startPointsQuery } from '../../api/queries.ts';
import { PickItem, PickOne } from '../../theme/pick-one.tsx';

type Choice = StartPoint | { kind: 'head'; name: string };

interface StartPointFieldProps {
  checkout: Checkout;
  /** In words: where the new branch begins when nothing is chosen. */
  head: string;
  /** Null: the current commit. */
  value: StartPoint | null;
  onChange: (from: StartPoint | null) => void;
}

const kindWords: Record<Choice['kind'], string> = {
  head: 'current commit',
  local: 'branch',
  remote: 'on GitLab',
  tag: 'tag',
  commit: 'commit',
};

/** Where a new branch begins: the current commit, any branch, a tag, or a commit by its id. */
export function StartPointField({ checkout, head, value, onChange }: StartPointFieldProps) {
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim());
  const query = useQuery({
    ...startPointsQuery(checkout.id, wanted),
    placeholderData: keepPreviousData,
  });
  const current: Choice = { kind: 'head', name: head };
  const found: Choice[] = query.data ?? [];
  return (
    <PickOne<Choice>
      label="From"
      placeholder=""
      items={wanted === '' ? [current, ...found] : found}
      value={value ?? current}
      keyOf={({ kind, name }) => `${kind} ${name}`}
      render={(choice) => (
        <PickItem
          icon={<KindIcon kind={choice.kind} />}
          name={choice.kind === 'commit' ? nameCommit(choice) : choice.name}
          chips={<span style={{ color: 'var(--nl-text-dim)', fontSize: 11 }}>{kindWords[choice.kind]}</span>}
        />
      )}
      onChoose={(choice) =>
        onChange(choice.kind === 'head' ? null : { kind: choice.kind, name: choice.name })
      }
      search={search}
      onSearch={setSearch}
      searchLabel="Branch, tag or commit id"
      loading={query.isFetching}
      nothing="No branch or tag has this name, and no commit begins with it."
    />
  );
}

function nameCommit(choice: Choice & Partial<StartPointFound>): string {
  return `${choice.name.slice(0, 10)}${choice.subject ? ` ${choice.subject}` : ''}`;
}

function KindIcon({ kind }: { kind: Choice['kind'] }) {
  const Icon = {
    head: IconGitCommit,
    local: IconGitBranch,
    remote: IconCloud,
    tag: IconTag,
    commit: IconGitCommit,
  }[kind];
  return <Icon size={14} aria-hidden />;
}
