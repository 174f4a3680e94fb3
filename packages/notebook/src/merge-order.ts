import { keptInOrder } from './kept-in-order.ts';
import { matchCells } from './match-cells.ts';
import type { Cell } from './read-notebook.ts';

/** One cell in its three states; null where a side does not have it. */
export interface CellTriple {
  base: Cell | null;
  ours: Cell | null;
  theirs: Cell | null;
  /** Names the cell within this merge; the same three notebooks always give the same names. */
  key: string;
}

/**
 * Brings the cells of three notebooks together, in the order the merged notebook has them: ours, unless only
 * they moved cells. What the other side added follows the cell that it follows there.
 */
export function alignThree(base: Cell[], ours: Cell[], theirs: Cell[]): CellTriple[] {
  const toOurs = matchCells(base, ours);
  const toTheirs = matchCells(base, theirs);
  const baseOfOurs = new Map(toOurs.map((target, index) => [target, index]));
  const baseOfTheirs = new Map(toTheirs.map((target, index) => [target, index]));
  const addedByBoth = matchAdded(ours, theirs, baseOfOurs, baseOfTheirs);

  const tripleOfOurs = ours.map((_cell, index): CellTriple => {
    const from = baseOfOurs.get(index) ?? -1;
    const other = from === -1 ? (addedByBoth.get(index) ?? -1) : toTheirs[from]!;
    return toTriple([base, from], [ours, index], [theirs, other]);
  });
  const inTheirs = new Map(
    tripleOfOurs.flatMap((triple) => (triple.theirs ? [[triple.theirs, triple]] : [])),
  );
  const tripleOfTheirs = theirs.map(
    (cell, index) =>
      inTheirs.get(cell) ?? toTriple([base, baseOfTheirs.get(index) ?? -1], [ours, -1], [theirs, index]),
  );

  const isInOrder = (match: number[]) =>
    keptInOrder(match).size === match.filter((target) => target !== -1).length;
  const theyMoved = isInOrder(toOurs) && !isInOrder(toTheirs);
  return theyMoved ? weave(tripleOfTheirs, tripleOfOurs) : weave(tripleOfOurs, tripleOfTheirs);
}

/** Puts what only `other` has behind the cell it follows there, and behind what `first` added in that place. */
function weave(first: CellTriple[], other: CellTriple[]): CellTriple[] {
  const woven = [...first];
  const shared = new Set(other);
  const firstOnly = new Set(first.filter((triple) => !triple.base && !shared.has(triple)));
  const present = new Set(first);
  let at = -1;
  for (const triple of other) {
    if (present.has(triple)) {
      at = woven.indexOf(triple);
      continue;
    }
    while (firstOnly.has(woven[at + 1]!)) at++;
    woven.splice(++at, 0, triple);
  }
  return woven;
}

/** Cells that both sides added: the same id, or the very same text. */
function matchAdded(
  ours: Cell[],
  theirs: Cell[],
  baseOfOurs: Map<number, number>,
  baseOfTheirs: Map<number, number>,
): Map<number, number> {
  const addedByUs = [...ours.keys()].filter((index) => !baseOfOurs.has(index));
  const addedByThem = [...theirs.keys()].filter((index) => !baseOfTheirs.has(index));
  const match = matchCells(
    addedByUs.map((index) => ours[index]!),
    addedByThem.map((index) => theirs[index]!),
  );
  const pairs = new Map<number, number>();
  for (const [at, target] of match.entries()) {
    if (target === -1) continue;
    const [us, them] = [addedByUs[at]!, addedByThem[target]!];
    const [a, b] = [ours[us]!, theirs[them]!];
    if ((a.id !== null && a.id === b.id) || (a.type === b.type && a.source === b.source)) pairs.set(us, them);
  }
  return pairs;
}

function toTriple(...sides: [Cell[], number][]): CellTriple {
  const [base, ours, theirs] = sides.map(([cells, index]) => cells[index] ?? null) as [
    Cell | null,
    Cell | null,
    Cell | null,
  ];
  return { base, ours, theirs, key: sides.map(([, index]) => (index === -1 ? '-' : index)).join('.') };
}
