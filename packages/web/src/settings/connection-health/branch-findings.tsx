import { Button } from '@mantine/core';
import type { BranchFinding, Integration, ProjectId, StoppedExport } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { toShownProblem } from '../../api/problem.ts';
import { integrationsQuery } from '../../api/queries.ts';
import { useWorkspace } from '../../app/workspace.ts';
import { EditIntegrationDialog } from '../../integrations/edit-integration-dialog.tsx';
import { Chip } from '../../theme/chip.tsx';
import { Mono } from '../../theme/mono.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { Rows } from '../../theme/rows.tsx';
import { AllWell, Finding } from './finding.tsx';
import { nameOf } from './health-words.ts';

interface BranchFindingsProps {
  branches: BranchFinding[];
  stoppedExports: StoppedExport[];
}

/** Integrations and exports that lead to a branch that is gone, and automatic exports that have stopped. */
export function BranchFindings({ branches, stoppedExports }: BranchFindingsProps) {
  const [editing, setEditing] = useState<Integration | null>(null);
  if (branches.length + stoppedExports.length === 0)
    return <AllWell>No branch is known to be gone, and no automatic export has stopped.</AllWell>;
  return (
    <>
      <Rows label="Branches and exports">
        {branches.map((finding) => (
          <BranchRow
            key={finding.of.kind === 'integration' ? finding.of.id : finding.of.projectId}
            finding={finding}
            onEdit={setEditing}
          />
        ))}
        {stoppedExports.map((stopped) => (
          <StoppedRow key={`stopped ${stopped.projectId}`} stopped={stopped} />
        ))}
      </Rows>
      {editing ? <EditIntegrationDialog integration={editing} onClose={() => setEditing(null)} /> : null}
    </>
  );
}

interface BranchRowProps {
  finding: BranchFinding;
  onEdit: (integration: Integration) => void;
}

function BranchRow({ finding, onEdit }: BranchRowProps) {
  const { repository, branch, noticed, of } = finding;
  const { id: workspaceId } = useWorkspace();
  const { data: integrations } = useQuery(integrationsQuery(workspaceId));
  const integration = of.kind === 'integration' ? integrations?.find(({ id }) => id === of.id) : undefined;
  return (
    <Finding
      tone="attention"
      title={of.kind === 'integration' ? `Integration ${of.name}` : `Export of ${of.projectName}`}
      chips={<Chip tone="conflict">branch gone</Chip>}
      actions={
        of.kind === 'export' ? (
          <OpenProject projectId={of.projectId} name={of.projectName} />
        ) : (
          <Button
            variant="default"
            size="xs"
            disabled={!integration}
            aria-label={`Choose another branch for ${of.name}`}
            onClick={() => integration && onEdit(integration)}
          >
            Choose another branch
          </Button>
        )
      }
    >
      <Mono>{repository.path}</Mono> has no branch <Mono>{branch}</Mono> any more, as {nameOf(noticed)} was
      told <RelativeTime at={noticed.at} />.
      {repository.defaultBranch ? (
        <>
          {' '}
          GitLab’s default is <Mono>{repository.defaultBranch}</Mono>.
        </>
      ) : null}
    </Finding>
  );
}

function StoppedRow({ stopped }: { stopped: StoppedExport }) {
  const { projectId, projectName, repositoryPath, by, problem } = stopped;
  const { title, detail } = toShownProblem(problem);
  return (
    <Finding
      tone="attention"
      title={`Export of ${projectName}`}
      chips={<Chip tone="conflict">stopped</Chip>}
      actions={<OpenProject projectId={projectId} name={projectName} />}
    >
      Automatic exporting to <Mono>{repositoryPath}</Mono>, as {by.name}, has stopped: {detail ?? title}
    </Finding>
  );
}

function OpenProject({ projectId, name }: { projectId: ProjectId; name: string }) {
  const { id: workspaceId } = useWorkspace();
  return (
    <Button
      variant="default"
      size="xs"
      aria-label={`Open project ${name}`}
      renderRoot={(props) => (
        <Link to="/w/$workspaceId/projects/$projectId" params={{ workspaceId, projectId }} {...props} />
      )}
    >
      Open project
    </Button>
  );
}
