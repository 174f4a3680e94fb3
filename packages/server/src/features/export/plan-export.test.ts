import type { NotebookFormat, NotebookId } from '@notelab/contract';
import type { FolderEntry } from '@notelab/git';
import { describe, expect, test } from 'vitest';
import { type ExportPlan, type ExportSituation, planExport } from './plan-export.ts';
import type { WrittenFile } from './written-file.ts';

const rendered = (id: string, name: string, oid = `${id}1`, format: NotebookFormat = 'ipynb') => ({
  notebookId: id as NotebookId,
  notebookName: name,
  format,
  oid,
});
const written = (id: string, name: string, oid = `${id}1`, fileName = `${name}.ipynb`): WrittenFile => ({
  ...rendered(id, name),
  oid,
  fileName,
});
const there = (files: Record<string, string | FolderEntry['kind']>): Map<string, FolderEntry> =>
  new Map(
    Object.entries(files).map(([name, what]) => {
      const isKind = what === 'folder' || what === 'link' || what === 'submodule';
      return [name, { mode: '100644', kind: isKind ? what : 'file', oid: isKind ? '0' : what }];
    }),
  );
const plan = (situation: Partial<ExportSituation>): ExportPlan =>
  planExport({ rendered: [], written: [], entries: new Map(), overwrite: [], ...situation });
const says = ({ files }: ExportPlan) =>
  files.map(
    ({ change, previousPath, path }) => `${change} ${previousPath ? `${previousPath} → ` : ''}${path}`,
  );
const writes = (made: ExportPlan) => made.writes.map(({ fileName, file }) => `${fileName} ${file.oid}`);
/** What the folder holds when the plan was carried out. */
function after(made: ExportPlan, entries: Map<string, FolderEntry>): Map<string, FolderEntry> {
  const result = new Map(entries);
  for (const name of made.deletes) result.delete(name);
  for (const { fileName, file } of made.writes)
    result.set(fileName, { mode: '100644', kind: 'file', oid: file.oid });
  return result;
}

describe('an export', () => {
  test('adds new notebooks, changes changed ones, and leaves out the rest', () => {
    const made = plan({
      rendered: [rendered('a', 'A'), rendered('b', 'B', 'b2'), rendered('c', 'C')],
      written: [written('b', 'B'), written('c', 'C')],
      entries: there({ 'B.ipynb': 'b1', 'C.ipynb': 'c1' }),
    });
    expect(says(made)).toEqual(['added A.ipynb', 'changed B.ipynb']);
    expect(writes(made)).toEqual(['A.ipynb a1', 'B.ipynb b2']);
    expect(made.unchangedCount).toBe(1);
    const next = plan({
      rendered: [rendered('a', 'A'), rendered('b', 'B', 'b2'), rendered('c', 'C')],
      written: made.written,
      entries: after(made, there({ 'B.ipynb': 'b1', 'C.ipynb': 'c1' })),
    });
    expect([says(next), next.unchangedCount]).toEqual([[], 3]);
  });

  test('renames and deletes what it wrote, also when two notebooks swap their names', () => {
    const entries = there({ 'A.ipynb': 'a1', 'B.ipynb': 'b1', 'C.ipynb': 'c1', 'notes.txt': 'n' });
    const made = plan({
      rendered: [rendered('a', 'B'), rendered('b', 'A')],
      written: [written('a', 'A'), written('b', 'B'), written('c', 'C')],
      entries,
    });
    expect(says(made)).toEqual(['renamed A.ipynb → B.ipynb', 'renamed B.ipynb → A.ipynb', 'deleted C.ipynb']);
    expect(made.deletes).toEqual(['C.ipynb']);
    expect([...after(made, entries)].map(([name, { oid }]) => `${name} ${oid}`)).toEqual([
      'A.ipynb b1',
      'B.ipynb a1',
      'notes.txt n',
    ]);
  });

  test('a rename that changes upper case alone', () => {
    const made = plan({
      rendered: [rendered('a', 'sales')],
      written: [written('a', 'Sales')],
      entries: there({ 'Sales.ipynb': 'a1' }),
    });
    expect([says(made), made.deletes]).toEqual([['renamed Sales.ipynb → sales.ipynb'], ['Sales.ipynb']]);
  });

  test.each([
    ['another project or tool wrote', 'theirs'],
    ['is a folder', 'folder'],
    ['is a link', 'link'],
    ['is a submodule', 'submodule'],
  ])('never touches what %s: the name gets a number', (_what, kind) => {
    const made = plan({ rendered: [rendered('a', 'Sales')], entries: there({ 'SALES.ipynb': kind }) });
    expect([says(made), made.deletes]).toEqual([['added Sales-2.ipynb'], []]);
  });

  test('a file that a folder has taken the place of is written anew beside it', () => {
    const made = plan({
      rendered: [rendered('a', 'A')],
      written: [written('a', 'A'), written('b', 'B')],
      entries: there({ 'A.ipynb': 'folder', 'B.ipynb': 'folder' }),
    });
    expect([says(made), made.deletes]).toEqual([['added A-2.ipynb'], []]);
  });

  test('keeps its names while the notebooks keep theirs, whoever comes and goes', () => {
    const both = [rendered('a', 'A'), rendered('b', 'A')];
    const made = plan({ rendered: both });
    expect(writes(made)).toEqual(['A.ipynb a1', 'A-2.ipynb b1']);
    const next = plan({
      rendered: [rendered('b', 'A')],
      written: made.written,
      entries: after(made, new Map()),
    });
    expect(says(next)).toEqual(['deleted A.ipynb']);
  });

  test('formats have files of their own; one that is not wanted any more is removed', () => {
    const entries = there({ 'A.ipynb': 'a1', 'A.deepnote': 'd1' });
    const made = plan({
      rendered: [rendered('a', 'A', 'd1', 'deepnote')],
      written: [written('a', 'A'), { ...rendered('a', 'A', 'd1', 'deepnote'), fileName: 'A.deepnote' }],
      entries,
    });
    expect([says(made), made.unchangedCount]).toEqual([['deleted A.ipynb'], 1]);
  });
});

describe('what was changed on GitLab', () => {
  const situation = {
    rendered: [rendered('a', 'A', 'a2')],
    written: [written('a', 'A'), written('b', 'B')],
    entries: there({ 'A.ipynb': 'theirs', 'B.ipynb': 'theirs too' }),
  };

  test('is shown and left alone, of deleted notebooks too', () => {
    const made = plan(situation);
    expect(made.files).toMatchObject([
      { path: 'A.ipynb', change: 'changed-there', changedHere: true, there: 'theirs', notebookId: 'a' },
      { path: 'B.ipynb', change: 'changed-there', there: 'theirs too', notebookId: null },
    ]);
    expect([made.writes, made.deletes]).toEqual([[], []]);
    expect(made.written).toEqual(situation.written);
  });

  test('is overwritten only as it was when somebody said so', () => {
    const overwrite = [{ fileName: 'A.ipynb', there: 'older' }];
    expect(plan({ ...situation, overwrite }).writes).toEqual([]);
    const seen = plan({
      ...situation,
      overwrite: [
        { fileName: 'A.ipynb', there: 'theirs' },
        { fileName: 'B.ipynb', there: 'theirs too' },
      ],
    });
    expect(says(seen)).toEqual(['changed A.ipynb', 'deleted B.ipynb']);
  });

  test('to the very same is no conflict', () => {
    const made = plan({ ...situation, entries: there({ 'A.ipynb': 'a2' }) });
    expect([says(made), made.unchangedCount]).toEqual([[], 1]);
    expect(made.written).toEqual([written('a', 'A', 'a2')]);
  });

  test('a deleted file is not written again until somebody says so', () => {
    const entries = there({});
    const gone = plan({ ...situation, entries });
    expect(says(gone)).toEqual(['deleted-there A.ipynb']);
    expect(gone.written).toEqual([written('a', 'A')]);
    expect(says(plan({ ...situation, entries, overwrite: [{ fileName: 'A.ipynb', there: null }] }))).toEqual([
      'added A.ipynb',
    ]);
  });

  test('a name that was given there stays until the notebook gets another one', () => {
    const moved = { ...situation, entries: there({ 'better.ipynb': 'a1' }) };
    expect(says(plan(moved))).toEqual(['changed better.ipynb']);
    expect(says(plan({ ...moved, rendered: [rendered('a', 'New')] }))).toEqual([
      'renamed better.ipynb → New.ipynb',
    ]);
  });
});
