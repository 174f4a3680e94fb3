import { useQuery } from '@tanstack/react-query';
import { fileDiffQuery } from '../../api/queries.ts';
import { EmptyState } from '../../theme/empty-state.tsx';
import { DiffOfQuery } from './diff-of-query.tsx';
import type { DiffMode } from './text-diff.tsx';

interface DiffPaneProps {
  checkout: { id: string; folderName: string };
  path: string;
  originalPath: string | null;
  mode: DiffMode;
}

/** What changed in one file since the last commit. */
export function DiffPane({ checkout, path, originalPath, mode }: DiffPaneProps) {
  const isFolder = path.endsWith('/');
  const query = useQuery({ ...fileDiffQuery(checkout.id, path, originalPath), enabled: !isFolder });
  if (isFolder) {
    return (
      <EmptyState title="A folder of new files">
        Git lists this folder as a whole because it is new or a repository of its own.
      </EmptyState>
    );
  }
  return <DiffOfQuery query={query} path={path} mode={mode} />;
}
