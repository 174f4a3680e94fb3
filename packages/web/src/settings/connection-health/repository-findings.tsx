import { Button } from '@mantine/core';
import type { Repository, RepositoryFinding } from '@notelab/contract';
import { useState } from 'react';
import { Chip } from '../../theme/chip.tsx';
import { Mono } from '../../theme/mono.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { Rows } from '../../theme/rows.tsx';
import { AllWell, Finding } from './finding.tsx';
import { nameOf, repositoryChips } from './health-words.ts';
import { OpenInGitLab } from './open-in-gitlab.tsx';
import { RemoveRepositoryDialog } from './remove-repository-dialog.tsx';

interface RepositoryFindingsProps {
  findings: RepositoryFinding[];
  repositoryCount: number;
}

/** Repositories that are not where, or not as, they were. */
export function RepositoryFindings({ findings, repositoryCount }: RepositoryFindingsProps) {
  const [removing, setRemoving] = useState<Repository | null>(null);
  if (findings.length === 0)
    return (
      <AllWell>
        {repositoryCount === 1
          ? 'The repository is where it was, as far as anybody here has seen.'
          : `All ${repositoryCount} repositories are where they were, as far as anybody here has seen.`}
      </AllWell>
    );
  return (
    <>
      <Rows label="Repositories">
        {findings.map((finding) => (
          <RepositoryRow
            key={`${finding.kind} ${finding.repository.id}`}
            finding={finding}
            onRemove={() => setRemoving(finding.repository)}
          />
        ))}
      </Rows>
      {removing ? <RemoveRepositoryDialog repository={removing} onClose={() => setRemoving(null)} /> : null}
    </>
  );
}

function RepositoryRow({ finding, onRemove }: { finding: RepositoryFinding; onRemove: () => void }) {
  const { kind, repository } = finding;
  const isUrgent = kind === 'missing' || kind === 'no-admin';
  return (
    <Finding
      tone={isUrgent ? 'attention' : 'note'}
      title={<Mono>{repository.path}</Mono>}
      chips={<Chip tone={isUrgent ? 'conflict' : 'modified'}>{repositoryChips[kind]}</Chip>}
      actions={
        <>
          <OpenInGitLab repository={repository} />
          {kind === 'missing' ? (
            <Button
              variant="default"
              size="xs"
              aria-label={`Remove repository ${repository.path}`}
              onClick={onRemove}
            >
              Remove repository
            </Button>
          ) : null}
        </>
      }
    >
      <Sentence finding={finding} />
    </Finding>
  );
}

function Sentence({ finding }: { finding: RepositoryFinding }) {
  const { kind, repository, at, before, missedBy, seenBy } = finding;
  const when = at ? <RelativeTime at={at} /> : null;
  switch (kind) {
    case 'missing':
      return (
        <>
          {nameOf(missedBy)} no longer found it on {repository.instanceName}, {when}: it was deleted, or
          access was taken away.{' '}
          {seenBy ? (
            <>
              {nameOf(seenBy)} saw it last, <RelativeTime at={seenBy.at} />.
            </>
          ) : (
            'Nobody is known to have seen it since it was connected.'
          )}
        </>
      );
    case 'no-admin':
      return (
        <>
          The accounts of this workspace’s admins no longer see it.{' '}
          {seenBy ? (
            <>
              {nameOf(seenBy)} saw it <RelativeTime at={seenBy.at} />.
            </>
          ) : null}{' '}
          Who looks after it on GitLab can give one of you access.
        </>
      );
    case 'archived':
      return (
        <>It can be cloned and pulled, but GitLab takes no pushes.{when ? <> Noticed {when}.</> : null}</>
      );
    case 'moved':
      return (
        <>
          It was called <Mono>{before}</Mono> before. Notelab has followed, with all clones: nothing to do.
          Noticed {when}.
        </>
      );
    case 'visibility':
      return (
        <>
          It was {before} and is {repository.visibility} now. Noticed {when}.
        </>
      );
  }
}
