/** A line of a row, from the edge above or the commit to the edge below or the commit; places are lanes. */
export interface GraphLine {
  kind: 'past' | 'into' | 'out';
  from: number;
  to: number;
  /** Lanes keep their colour from row to row. */
  colour: number;
}

export interface GraphRow {
  /** Where the commit stands. */
  lane: number;
  colour: number;
  lines: GraphLine[];
  /** Lanes that the row needs. */
  width: number;
}

interface Lane {
  /** The commit that the line runs towards. */
  towards: string;
  colour: number;
}

/**
 * Draws commits as a graph, one row each. They come each before its parents. A line keeps its lane until it meets
 * the commit it runs towards; lanes that become free are used again, the leftmost first.
 */
export function layOutGraph(commits: readonly { oid: string; parents: readonly string[] }[]): GraphRow[] {
  const lanes: (Lane | null)[] = [];
  let colours = 0;
  return commits.map(({ oid, parents }) => {
    const before = [...lanes];
    const arriving = before.flatMap((lane, index) => (lane?.towards === oid ? [index] : []));
    const at = arriving[0] ?? freeLane(lanes);
    const colour = before[at]?.towards === oid ? before[at].colour : colours++;
    for (const index of arriving) lanes[index] = null;

    const lines: GraphLine[] = [];
    for (const [index, lane] of before.entries()) {
      if (!lane) continue;
      const isInto = lane.towards === oid;
      lines.push({
        kind: isInto ? 'into' : 'past',
        from: index,
        to: isInto ? at : index,
        colour: lane.colour,
      });
    }
    for (const [order, parent] of parents.entries()) {
      // The first parent's line goes straight on, so that branches are seen to begin where they do.
      const known = order === 0 ? -1 : lanes.findIndex((lane) => lane?.towards === parent);
      const to = order === 0 ? at : known >= 0 ? known : freeLane(lanes);
      const lane = lanes[to] ?? { towards: parent, colour: order === 0 ? colour : colours++ };
      lanes[to] = lane;
      lines.push({ kind: 'out', from: at, to, colour: lane.colour });
    }
    while (lanes.length > 0 && !lanes.at(-1)) lanes.pop();
    const width = Math.max(at + 1, before.length, ...lines.map(({ from, to }) => Math.max(from, to) + 1));
    return { lane: at, colour, lines, width };
  });
}

function freeLane(lanes: readonly (Lane | null)[]): number {
  const free = lanes.indexOf(null);
  return free >= 0 ? free : lanes.length;
}
