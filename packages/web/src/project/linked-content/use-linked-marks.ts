import type { Checkout, LargeFiles, Submodule } from '@notelab/contract';
import { useQueries } from '@tanstack/react-query';
import { joinPath } from '../paths.ts';
import { sizeInWords } from '../sizes.ts';
import { largeFilesQuery, submodulesQuery } from './linked-content-queries.ts';
import { stateOf } from './submodule-words.ts';

/** What the tree says of a file or folder that the repository only points to. */
export interface LinkedMark {
  kind: 'large-file' | 'submodule';
  /** “Git LFS, 12 MB, not fetched”. */
  words: string;
}

/** Submodules, and files of Git LFS that are not here, by their path in the project. */
export function useLinkedMarks(checkouts: Checkout[]): ReadonlyMap<string, LinkedMark> {
  const ready = checkouts.filter(({ state }) => state === 'ready');
  return useQueries({
    queries: [
      ...ready.map(({ id }) => largeFilesQuery(id)),
      ...ready.map(({ id }) => submodulesQuery(id)),
    ] as const,
    combine: (results) => {
      const marks = new Map<string, LinkedMark>();
      ready.forEach(({ folderName }, index) => {
        const large = results[index]?.data as LargeFiles | undefined;
        for (const { path, sizeBytes, fetched } of large?.files ?? [])
          if (!fetched)
            marks.set(joinPath(folderName, path), {
              kind: 'large-file',
              words: `Git LFS, ${sizeInWords(sizeBytes)}, not fetched`,
            });
        const submodules = results[ready.length + index]?.data as Submodule[] | undefined;
        for (const submodule of submodules ?? [])
          marks.set(joinPath(folderName, submodule.path), {
            kind: 'submodule',
            words: `Submodule, ${stateOf(submodule).words}`,
          });
      });
      return marks;
    },
  });
}
