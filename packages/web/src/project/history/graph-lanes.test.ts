import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOutGraph } from './graph-lanes.ts';

/** `merge: ours theirs` → a commit and its parents. */
const commits = (...lines: string[]) =>
  lines.map((line) => {
    const [oid = '', parents = ''] = line.split(':');
    return { oid, parents: parents.split(' ').filter(Boolean) };
  });
const lanesOf = (...lines: string[]) => layOutGraph(commits(...lines)).map(({ lane }) => lane);

test('commits in a row stand under each other', () => {
  expect(lanesOf('c:b', 'b:a', 'a')).toEqual([0, 0, 0]);
});

test('a merged branch stands beside the first parents and ends where it began', () => {
  const rows = layOutGraph(commits('merge:ours theirs', 'theirs:base', 'ours:base', 'base'));
  expect(rows.map(({ lane }) => lane)).toEqual([0, 1, 0, 0]);
  expect(rows[0]!.lines).toMatchObject([
    { kind: 'out', from: 0, to: 0 },
    { kind: 'out', from: 0, to: 1 },
  ]);
  expect(rows[1]!.lines).toMatchObject([
    { kind: 'past', from: 0, to: 0 },
    { kind: 'into', from: 1, to: 1 },
    { kind: 'out', from: 1, to: 1 },
  ]);
  expect(rows[3]!.lines).toMatchObject([
    { kind: 'into', from: 0, to: 0 },
    { kind: 'into', from: 1, to: 0 },
  ]);
});

test('a lane that became free is used again', () => {
  expect(lanesOf('m2:m1 y', 'y:m1', 'm1:a x', 'x:a', 'a')).toEqual([0, 1, 0, 1, 0]);
});

test('whatever the history, lines go on from row to row and end at their commits', () => {
  const history = fc.array(fc.array(fc.nat(6), { maxLength: 3 }), { maxLength: 40 }).map((rows) =>
    rows.map((offsets, index) => ({
      oid: `${index}`,
      parents: [...new Set(offsets.map((offset) => `${index + 1 + offset}`))],
    })),
  );
  fc.assert(
    fc.property(history, (all) => {
      let open = new Set<number>();
      for (const { lane, lines, width } of layOutGraph(all)) {
        const above = lines.filter(({ kind }) => kind !== 'out').map(({ from }) => from);
        expect(new Set(above)).toEqual(open);
        for (const { kind, from, to } of lines) {
          if (kind === 'into') expect(to).toBe(lane);
          if (kind === 'out') expect(from).toBe(lane);
          if (kind === 'past') expect(from).not.toBe(lane);
          expect(Math.max(from, to)).toBeLessThan(width);
        }
        open = new Set(lines.filter(({ kind }) => kind !== 'into').map(({ to }) => to));
      }
    }),
  );
});
