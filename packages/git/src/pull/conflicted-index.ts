import { splitNull } from '../process/null-separated.ts';
import { encodePath } from '../repository/path-encoding.ts';
import type { Scratch } from '../repository/scratch-index.ts';

/** One entry of an index: stage 0, or one side of a conflict. */
export interface IndexEntry {
  mode: string;
  oid: string;
  stage: number;
  path: string;
}

/** All entries of the repository's index. */
export async function listIndex({ run }: Scratch): Promise<IndexEntry[]> {
  const { stdout } = await run(['ls-files', '--stage', '-z'], {
    readOnly: true,
    maxOutputBytes: 1024 * 1024 * 1024,
  });
  return splitNull(stdout).flatMap((line) => {
    const tab = line.indexOf('\t');
    const [mode = '', oid = '', stage = ''] = line.slice(0, tab).split(' ');
    return tab < 0 ? [] : [{ mode, oid, stage: Number(stage), path: line.slice(tab + 1) }];
  });
}

/** What a commit of the index would have if every conflict were decided for this side. */
export function treeOfOurs(scratch: Scratch, entries: IndexEntry[]): Promise<string> {
  return scratch.treeOf(
    toIndexInfo(
      entries.filter(({ stage }) => stage === 0 || stage === 2).map((entry) => ({ ...entry, stage: 0 })),
    ),
  );
}

/** Entries as `update-index -z --index-info` reads them. */
export function toIndexInfo(entries: IndexEntry[]): Buffer {
  return Buffer.concat(
    entries.flatMap(({ mode, oid, stage, path }) => [
      Buffer.from(`${mode} ${oid} ${stage}\t`),
      encodePath(path),
      Buffer.of(0),
    ]),
  );
}
