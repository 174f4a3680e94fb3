import { UnstyledButton } from '@mantine/core';
import { listMergeRequests, type MergeRequest, type RepositoryMergeRequests } from '@notelab/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { mergeRequestsQuery } from '../../api/merge-request-queries.ts';
import { Chip } from '../../theme/chip.tsx';
import { notifyProblem } from '../../theme/notify.ts';
import { PersonPicture } from '../../theme/person-picture.tsx';
import { SectionTitle } from '../../theme/section-title.tsx';
import { nameOf } from '../paths.ts';
import { stateWords } from './merge-request-words.ts';
import classes from './merge-requests.module.css';
import { hasNoAccount, ProblemLine } from './problem-line.tsx';
import { RefreshButton } from './refresh-button.tsx';

const lookAgainMs = 60_000;
const shownAtFirst = 5;

/** The open merge requests of all the project's repositories. */
export function OpenMergeRequests({ projectId }: { projectId: string }) {
  const client = useQueryClient();
  const options = mergeRequestsQuery(projectId);
  const { data } = useQuery({ ...options, refetchInterval: lookAgainMs });
  const [isRefreshing, setRefreshing] = useState(false);
  const [all, setAll] = useState(false);
  if (!data) return null;
  const rows = toRows(data);
  const isUnknown = data.every(({ askedAt }) => askedAt === null);
  const isMore = data.some(({ more }) => more);
  const shown = all ? rows : rows.slice(0, shownAtFirst);
  const refresh = async () => {
    setRefreshing(true);
    try {
      const query = { fresh: 'true' };
      client.setQueryData(options.queryKey, await call(listMergeRequests, { params: { projectId }, query }));
    } catch (error) {
      notifyProblem(error);
    } finally {
      setRefreshing(false);
    }
  };
  return (
    <section aria-label="Merge requests">
      <SectionTitle
        count={isUnknown ? undefined : rows.length}
        action={<RefreshButton label="Ask GitLab for merge requests" busy={isRefreshing} onClick={refresh} />}
      >
        Merge requests
      </SectionTitle>
      {rows.length === 0 && !isUnknown ? <p className={classes.empty}>None is open.</p> : null}
      <ul className={classes.list}>
        {shown.map(({ repository, mergeRequest }) => (
          <MergeRequestRow
            key={`${repository.repositoryId} ${mergeRequest.iid}`}
            mergeRequest={mergeRequest}
            repositoryPath={data.length > 1 ? repository.repositoryPath : null}
          />
        ))}
      </ul>
      {rows.length > shown.length ? (
        <UnstyledButton className={classes.more} onClick={() => setAll(true)}>
          Show all {rows.length}
        </UnstyledButton>
      ) : isMore ? (
        <p className={classes.empty}>GitLab has more that are not listed here.</p>
      ) : null}
      <Problems repositories={data} />
    </section>
  );
}

/** Each reason once, however many repositories it holds for. */
function Problems({ repositories }: { repositories: RepositoryMergeRequests[] }) {
  const problems = new Map(
    repositories.flatMap(({ problem, askedAt }) => (problem ? [[problem.detail, { problem, askedAt }]] : [])),
  );
  return [...problems.values()].map(({ problem, askedAt }) => (
    <ProblemLine
      key={problem.detail}
      problem={
        hasNoAccount(problem)
          ? {
              ...problem,
              detail: 'They are shown as your own GitLab account sees them, once it is connected.',
            }
          : problem
      }
      askedAt={askedAt}
    />
  ));
}

interface Row {
  repository: RepositoryMergeRequests;
  mergeRequest: MergeRequest;
}

/** Most recently changed first, whatever repository they are of. */
function toRows(repositories: RepositoryMergeRequests[]): Row[] {
  return repositories
    .flatMap((repository) => repository.mergeRequests.map((mergeRequest) => ({ repository, mergeRequest })))
    .sort((a, b) => (b.mergeRequest.updatedAt ?? '').localeCompare(a.mergeRequest.updatedAt ?? ''));
}

interface MergeRequestRowProps {
  mergeRequest: MergeRequest;
  repositoryPath: string | null;
}

function MergeRequestRow({ mergeRequest, repositoryPath }: MergeRequestRowProps) {
  const { iid, title, author, sourceBranch, targetBranch, webUrl } = mergeRequest;
  const branches = `${sourceBranch} → ${targetBranch}`;
  const chips = stateWords(mergeRequest);
  return (
    <li>
      <a
        className={classes.row}
        href={webUrl ?? undefined}
        target="_blank"
        rel="noopener noreferrer"
        title={[title, branches, repositoryPath, author.name].filter(Boolean).join('\n')}
      >
        <PersonPicture name={author.name} src={author.avatarUrl} size={18} />
        <span className={classes.rowWords}>
          <span className={classes.rowTitle}>
            !{iid} {title}
          </span>
          <span className={classes.rowDetail}>
            {branches}
            {repositoryPath ? ` · ${nameOf(repositoryPath)}` : ''}
          </span>
        </span>
        {chips.map(({ text, tone }) => (
          <Chip key={text} tone={tone}>
            {text}
          </Chip>
        ))}
      </a>
    </li>
  );
}
