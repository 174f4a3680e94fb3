import { SegmentedControl, Select, TextInput } from '@mantine/core';
import type { CheckoutStatus } from '@notelab/contract';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { branchesQuery } from '../../api/queries.ts';
import { headInWords } from '../git-panel/head-words.ts';
import classes from './history.module.css';
import type { HistoryView } from './history-view.ts';

interface HistoryBarProps {
  checkoutId: string;
  status: CheckoutStatus | undefined;
  view: HistoryView;
  onView: (view: HistoryView) => void;
  search: string;
  onSearch: (search: string) => void;
}

/** Whose commits are listed, and which of them. */
export function HistoryBar({ checkoutId, status, view, onView, search, onSearch }: HistoryBarProps) {
  const compares =
    status && view.of !== 'branch' && (status.ahead + status.behind > 0 || view.of !== 'current');
  return (
    <div className={classes.bar}>
      <BranchSelect checkoutId={checkoutId} status={status} view={view} onView={onView} />
      {compares ? (
        <SegmentedControl
          size="xs"
          aria-label="Which commits"
          value={view.of}
          onChange={(of) => onView({ of } as HistoryView)}
          data={[
            { value: 'current', label: 'All' },
            { value: 'to-push', label: `↑ ${status.ahead} to push` },
            { value: 'to-pull', label: `↓ ${status.behind} to pull` },
          ]}
        />
      ) : null}
      <TextInput
        className={classes.search}
        size="xs"
        leftSection={<IconSearch size={13} aria-hidden />}
        placeholder="Search message, author, id"
        aria-label="Search commits"
        value={search}
        spellCheck={false}
        onChange={(event) => onSearch(event.currentTarget.value)}
      />
    </div>
  );
}

const current = 'current';
const mostShown = 100;

function BranchSelect({ checkoutId, status, view, onView }: Omit<HistoryBarProps, 'search' | 'onSearch'>) {
  const [opened, setOpened] = useState(false);
  const { data: branches = [] } = useQuery({ ...branchesQuery(checkoutId), enabled: opened });
  const value = view.of === 'branch' ? `${view.where}:${view.name}` : current;
  const toOption = ({ where, name }: { where: string; name: string }) => ({
    value: `${where}:${name}`,
    label: name,
  });
  const listed = (where: string) => branches.filter((branch) => branch.where === where).map(toOption);
  const chosen =
    view.of === 'branch' && !listed(view.where).some((one) => one.value === value) ? [toOption(view)] : [];
  return (
    <Select
      className={classes.branch}
      size="xs"
      aria-label="Branch"
      searchable
      limit={mostShown}
      nothingFoundMessage="No branch has this name."
      value={value}
      allowDeselect={false}
      comboboxProps={{ radius: 9, shadow: 'md', width: 300, position: 'bottom-start' }}
      onDropdownOpen={() => setOpened(true)}
      data={[
        { value: current, label: status ? headInWords(status.head) : 'Current branch' },
        ...chosen,
        { group: 'Local branches', items: listed('local') },
        { group: 'On GitLab only', items: listed('remote') },
      ]}
      onChange={(key) => {
        if (key === null || key === value) return;
        const [where, ...name] = key.split(':');
        if (key === current) onView({ of: 'current' });
        else onView({ of: 'branch', where: where === 'remote' ? 'remote' : 'local', name: name.join(':') });
      }}
    />
  );
}
