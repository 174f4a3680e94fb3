import { Button, Loader, Menu, TextInput } from '@mantine/core';
import type { Branch, Checkout } from '@notelab/contract';
import {
  IconCloudUpload,
  IconGitBranch,
  IconPencil,
  IconPlus,
  IconSearch,
  IconTrash,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useMemo, useState } from 'react';
import { branchesQuery, checkoutStatusQuery } from '../../api/queries.ts';
import { Chip } from '../../theme/chip.tsx';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { MoreMenu } from '../../theme/more-menu.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { useDialogs } from '../dialogs-context.ts';
import { markCurrent, toBranchRows } from '../git-panel/branch-rows.ts';
import { branchOf } from '../git-panel/head-words.ts';
import { useRemoteAccess } from '../git-panel/use-remote-access.ts';
import classes from './branches.module.css';
import { useBranchActions } from './use-branch-actions.ts';

const headingHeight = 32;
const rowHeight = 52;

/** All branches of a checkout, and what can be done with each. */
export function BranchesDialog({ checkout, onClose }: { checkout: Checkout; onClose: () => void }) {
  const query = useQuery(branchesQuery(checkout.id));
  const { data: status } = useQuery(checkoutStatusQuery(checkout.id));
  const access = useRemoteAccess(checkout);
  const { show } = useDialogs();
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search);
  const current = status ? branchOf(status.head) : null;
  const rows = useMemo(
    () => toBranchRows(markCurrent(query.data ?? [], current), wanted),
    [query.data, current, wanted],
  );
  const [scroll, setScroll] = useState<HTMLDivElement | null>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll,
    estimateSize: (index) => (rows[index]?.kind === 'heading' ? headingHeight : rowHeight),
    overscan: 6,
  });
  const isReachable = access.kind === 'open' || access.kind === 'unknown';
  return (
    <Dialog
      title={`Branches of ${checkout.folderName}`}
      onClose={onClose}
      size={640}
      flush
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => show({ kind: 'create-branch', checkout, name: '' })}
          >
            Create branch
          </Button>
        </>
      }
    >
      <div className={classes.tools}>
        <TextInput
          leftSection={<IconSearch size={14} aria-hidden />}
          placeholder="Search branches"
          aria-label="Search branches"
          value={search}
          spellCheck={false}
          data-autofocus
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      {query.isError ? <ErrorPanel error={query.error} onRetry={() => void query.refetch()} /> : null}
      <div className={classes.scroll} ref={setScroll}>
        {query.isPending ? <Loader size="xs" m={18} aria-label="Loading the branches" /> : null}
        {query.data && rows.length === 0 ? (
          <p className={classes.empty}>
            {search === '' ? 'There is no branch yet.' : 'No branch has this name.'}
          </p>
        ) : null}
        <ul className={classes.rows} aria-label="Branches" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const row = rows[index];
            const style = { transform: `translateY(${start}px)` };
            if (!row) return null;
            return row.kind === 'heading' ? (
              <li key={key} className={classes.heading} style={style}>
                {row.label}
              </li>
            ) : (
              <BranchRow
                key={key}
                branch={row.branch}
                checkout={checkout}
                isReachable={isReachable}
                style={style}
                onClose={onClose}
              />
            );
          })}
        </ul>
      </div>
    </Dialog>
  );
}

interface BranchRowProps {
  branch: Branch;
  checkout: Checkout;
  isReachable: boolean;
  style: { transform: string };
  onClose: () => void;
}

function BranchRow({ branch, checkout, isReachable, style, onClose }: BranchRowProps) {
  const { name, where, current, subject, committedAt } = branch;
  const { switchTo, publish } = useBranchActions();
  const { show } = useDialogs();
  const isLocal = where === 'local';
  const then = (action: () => unknown) => () => {
    onClose();
    void action();
  };
  return (
    <li className={classes.row} style={style}>
      <div className={classes.rowWords}>
        <span className={classes.rowName} title={name}>
          {name}
        </span>
        <span className={classes.rowDetail}>
          {committedAt ? <RelativeTime at={committedAt} /> : null} · {subject}
        </span>
      </div>
      <BranchChips branch={branch} />
      <MoreMenu label={`More for ${name}`}>
        {current ? null : (
          <Menu.Item
            leftSection={<IconGitBranch size={15} />}
            onClick={then(() => switchTo(checkout, { branch: name, where }))}
          >
            Switch to it
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconPlus size={15} />}
          onClick={() => show({ kind: 'create-branch', checkout, name: '', from: { kind: where, name } })}
        >
          New branch from it
        </Menu.Item>
        {isLocal && isReachable && (!branch.upstream || branch.upstreamGone) ? (
          <Menu.Item
            leftSection={<IconCloudUpload size={15} />}
            onClick={then(() => publish(checkout, name))}
          >
            {branch.upstreamGone ? 'Publish again' : 'Publish'}
          </Menu.Item>
        ) : null}
        {isLocal ? (
          <Menu.Item
            leftSection={<IconPencil size={15} />}
            onClick={() => show({ kind: 'rename-branch', checkout, branch })}
          >
            Rename
          </Menu.Item>
        ) : null}
        {current || (!isLocal && !isReachable) ? null : (
          <Menu.Item
            color="danger"
            leftSection={<IconTrash size={15} />}
            onClick={() => show({ kind: 'delete-branch', checkout, branch: name, where })}
          >
            {isLocal ? 'Delete' : 'Delete on GitLab'}
          </Menu.Item>
        )}
      </MoreMenu>
    </li>
  );
}

function BranchChips({ branch }: { branch: Branch }) {
  const { where, current, upstream, upstreamGone, ahead, behind, leftFileCount } = branch;
  return (
    <>
      {leftFileCount > 0 ? (
        <Chip tone="info" title="Given back to whoever returns to this branch">
          {leftFileCount} {leftFileCount === 1 ? 'file' : 'files'} left
        </Chip>
      ) : null}
      {ahead > 0 ? <Chip title={`${ahead} to push`}>↑ {ahead}</Chip> : null}
      {behind > 0 ? (
        <Chip tone="modified" title={`${behind} to pull`}>
          ↓ {behind}
        </Chip>
      ) : null}
      {upstreamGone ? <Chip tone="conflict">gone from GitLab</Chip> : null}
      {where === 'local' && !upstream ? <Chip tone="info">not on GitLab yet</Chip> : null}
      {current ? <Chip tone="accent">current</Chip> : null}
    </>
  );
}
