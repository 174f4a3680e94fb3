import type { FolderEntry } from '@notelab/git';
import { assignFileNames } from '@notelab/notebook';
import { keyOf, type RenderedFile, type WrittenFile } from './written-file.ts';

/**
 * The name of every notebook's file, by its key. A notebook keeps the name of its file as long as it is called the
 * same; a new name is one that nothing in the folder has, on disks that do not tell capitals apart either.
 * @param isOurs whether the file of this key is as Notelab wrote it, so that its name becomes free with a rename
 */
export function nameFiles({
  rendered,
  before,
  entries,
  isOurs,
}: {
  rendered: readonly RenderedFile[];
  before: ReadonlyMap<string, WrittenFile>;
  entries: ReadonlyMap<string, FolderEntry>;
  isOurs(key: string): boolean;
}): Map<string, string> {
  const names = new Map<string, string>();
  const isBlocked = ({ fileName }: WrittenFile) => {
    const entry = entries.get(fileName);
    return entry !== undefined && entry.kind !== 'file';
  };
  for (const file of rendered) {
    const was = before.get(keyOf(file));
    if (was && was.notebookName === file.notebookName && !isBlocked(was))
      names.set(keyOf(file), was.fileName);
  }
  const kept = new Set(names.values());
  const freed = new Set(
    [...before.values()].filter((file) => isOurs(keyOf(file))).map(({ fileName }) => fileName),
  );
  const taken = [...kept, ...[...entries.keys()].filter((name) => !kept.has(name) && !freed.has(name))];
  for (const format of new Set(rendered.map((file) => file.format))) {
    const nameless = rendered.filter((file) => file.format === format && !names.has(keyOf(file)));
    const given = assignFileNames(
      nameless.map((file) => ({ id: keyOf(file), name: file.notebookName })),
      `.${format}`,
      // What is there stays, whatever it is: each name stands for a notebook that is not named now.
      taken.map((fileName) => ({ notebookId: `there ${fileName}`, fileName })),
    );
    for (const [key, fileName] of given) names.set(key, fileName);
  }
  return names;
}
