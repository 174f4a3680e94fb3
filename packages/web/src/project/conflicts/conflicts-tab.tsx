import { Button, Loader } from '@mantine/core';
import type { CheckoutId, Ongoing } from '@notelab/contract';
import { IconCircleCheck, IconGitMerge } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { checkoutStatusQuery } from '../../api/queries.ts';
import { useRole } from '../../app/workspace.ts';
import { EmptyState } from '../../theme/empty-state.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { useDialogs } from '../dialogs-context.ts';
import type { Tab } from '../editor/tabs.ts';
import { useOperations } from '../operations/operations-context.tsx';
import { isUnfinished } from '../operations/unfinished.ts';
import { ConflictFiles } from './conflict-files.tsx';
import { ConflictPane } from './conflict-pane.tsx';
import classes from './conflicts.module.css';
import { canEnd, explainEnd, ongoingInWords, originInWords } from './ongoing-words.ts';
import { useMergingActions } from './use-merging-actions.ts';
import { useOpenConflicts } from './use-open-conflicts.ts';

/** The resolver: everything in conflict in one checkout, and the ways to end it. */
export function ConflictsTab({ tab }: { tab: ConflictsTabState }) {
  const query = useQuery(checkoutStatusQuery(tab.checkoutId));
  if (query.isError && !query.data)
    return (
      <div className={classes.problem}>
        <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  if (!query.data) return <Loader size="sm" m={24} aria-label="Loading the conflicts" />;
  const { ongoing } = query.data;
  if (!ongoing)
    return (
      <div className={classes.nothing}>
        <EmptyState icon={<IconCircleCheck size={20} />} title="Nothing is in conflict">
          {`What was under way in ${tab.folderName} is finished or aborted.`}
        </EmptyState>
      </div>
    );
  return <Resolver tab={tab} ongoing={ongoing} />;
}

type ConflictsTabState = Extract<Tab, { kind: 'conflicts' }>;

function Resolver({ tab, ongoing }: { tab: ConflictsTabState; ongoing: Ongoing }) {
  const { canEdit } = useRole();
  const { files } = ongoing;
  const openConflicts = useOpenConflicts();
  const { checkoutId, folderName, file: chosen } = tab;
  const firstOpen = files.find(({ resolved }) => !resolved);
  const file = files.find(({ path }) => path === chosen) ?? firstOpen;
  const checkout = { id: checkoutId as CheckoutId, folderName };
  return (
    <div className={classes.tab}>
      <Head checkout={checkout} ongoing={ongoing} canEdit={canEdit} />
      <div className={classes.body}>
        {files.length > 0 ? (
          <ConflictFiles
            checkout={checkout}
            ongoing={ongoing}
            chosen={file?.path ?? null}
            canEdit={canEdit}
            onChoose={(path) => openConflicts(checkout, path)}
          />
        ) : null}
        {file ? (
          <ConflictPane
            key={file.path}
            checkout={checkout}
            file={file}
            sides={ongoing.sides}
            canEdit={canEdit}
            // The next one that is not resolved comes to the front.
            onResolved={() => openConflicts(checkout)}
          />
        ) : (
          <div className={classes.nothing}>
            <EmptyState
              icon={<IconCircleCheck size={20} />}
              title={files.length > 0 ? 'Everything is resolved' : 'No file is in conflict'}
            >
              {explainEnd(ongoing)}
            </EmptyState>
          </div>
        )}
      </div>
    </div>
  );
}

interface HeadProps {
  checkout: { id: CheckoutId; folderName: string };
  ongoing: Ongoing;
  canEdit: boolean;
}

function Head({ checkout, ongoing, canEdit }: HeadProps) {
  const { finish } = useMergingActions();
  const { show } = useDialogs();
  const { operations } = useOperations();
  const { begun, step, openCount, files } = ongoing;
  const isEnding = operations.some(
    (one) =>
      one.checkoutId === checkout.id && (one.kind === 'finish' || one.kind === 'abort') && isUnfinished(one),
  );
  return (
    <header className={classes.head}>
      <IconGitMerge size={16} aria-hidden />
      <div className={classes.headWords}>
        <h2>{ongoingInWords(ongoing)}</h2>
        <p>
          {checkout.folderName}
          {step ? ` · commit ${step.at} of ${step.of}: ${step.subject}` : ''} ·{' '}
          {begun ? (
            <>
              begun <RelativeTime at={begun.at} /> by {begun.by}
            </>
          ) : (
            (originInWords(ongoing) ?? 'nothing to finish: each file is done when it is resolved')
          )}
          {files.length > 0 ? ` · ${files.length - openCount} of ${files.length} resolved` : ''}
        </p>
      </div>
      {canEdit && canEnd(ongoing) ? (
        <div className={classes.headEnd}>
          <Button
            size="xs"
            variant="default"
            disabled={isEnding}
            onClick={() => show({ kind: 'abort-merge', checkout, ongoing })}
          >
            Abort
          </Button>
          <Button
            size="xs"
            disabled={openCount > 0}
            loading={isEnding}
            title={openCount > 0 ? 'Each file must be marked as resolved first' : undefined}
            onClick={() => void finish(checkout)}
          >
            {step && step.at < step.of ? 'Next commit' : 'Finish'}
          </Button>
        </div>
      ) : null}
    </header>
  );
}
