import type { ExportFile } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { exportDiffQuery } from '../../api/export-queries.ts';
import { DiffOfQuery } from '../diff/diff-of-query.tsx';
import type { DiffMode } from '../diff/text-diff.tsx';
import { useProject } from '../project-context.ts';

/** A file as it is on GitLab, beside what the export makes of it. */
export function ExportFileDiff({ file, mode }: { file: ExportFile; mode: DiffMode }) {
  const { id: projectId } = useProject();
  const query = useQuery(exportDiffQuery(projectId, file));
  return <DiffOfQuery key={file.path} query={query} path={file.path} mode={mode} />;
}
