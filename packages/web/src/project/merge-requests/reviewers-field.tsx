import { Loader, MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Reviewer } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { reviewersQuery } from '../../api/merge-request-queries.ts';
import { toShownProblem } from '../../api/problem.ts';
import { PersonPicture } from '../../theme/person-picture.tsx';
import classes from './merge-requests.module.css';

interface ReviewersFieldProps {
  checkoutId: string;
  value: Reviewer[];
  onChange: (reviewers: Reviewer[]) => void;
  disabled: boolean;
}

/** Chooses people with access to the repository on GitLab. */
export function ReviewersField({ checkoutId, value, onChange, disabled }: ReviewersFieldProps) {
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search.trim(), 200);
  const { data, isFetching, error } = useQuery(reviewersQuery(checkoutId, wanted));
  const found = data ?? [];
  const keyOf = ({ gitlabId }: Reviewer) => String(gitlabId);
  // Who is chosen must be among the choices, also when the search has gone on.
  const people = new Map([...value, ...found].map((person) => [keyOf(person), person]));
  return (
    <MultiSelect
      label="Reviewers"
      placeholder={value.length === 0 ? 'Nobody' : undefined}
      data={[...people].map(([key, { name }]) => ({ value: key, label: name }))}
      value={value.map(keyOf)}
      onChange={(keys) => onChange(keys.flatMap((key) => people.get(key) ?? []))}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      // GitLab has searched already, by names that the label does not show.
      filter={({ options }) => options}
      disabled={disabled}
      hidePickedOptions
      comboboxProps={{ radius: 9, shadow: 'md' }}
      rightSection={isFetching && search !== '' ? <Loader size={14} /> : undefined}
      nothingFoundMessage={isFetching ? 'Looking…' : 'Nobody with access has this name.'}
      error={error ? (toShownProblem(error).detail ?? toShownProblem(error).title) : null}
      renderOption={({ option }) => <ReviewerOption reviewer={people.get(option.value)} />}
    />
  );
}

function ReviewerOption({ reviewer }: { reviewer: Reviewer | undefined }) {
  if (!reviewer) return null;
  return (
    <span className={classes.person}>
      <PersonPicture name={reviewer.name} src={reviewer.avatarUrl} size={18} />
      {reviewer.name} <span className={classes.username}>@{reviewer.username}</span>
    </span>
  );
}
