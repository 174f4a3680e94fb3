import type { GraphLine, GraphRow } from './graph-lanes.ts';
import classes from './history.module.css';

const laneWidth = 12;
const dotRadius = 3.5;
/** Lanes further right are cut off, so that words keep their room. */
const mostLanes = 10;

const colours = ['info', 'accent', 'added', 'conflict', 'modified', 'text-dim'];

/** The piece of the graph beside one commit. */
export function GraphCell({ row, height, lanes }: { row: GraphRow; height: number; lanes: number }) {
  const x = (lane: number) => lane * laneWidth + laneWidth / 2;
  const middle = height / 2;
  return (
    <svg
      className={classes.graph}
      width={Math.min(lanes, mostLanes) * laneWidth}
      height={height}
      aria-hidden
      focusable="false"
    >
      {row.lines.map((line) => (
        <path
          key={`${line.kind} ${line.from} ${line.to}`}
          d={pathOf(line, x, middle, height)}
          stroke={colourOf(line.colour)}
        />
      ))}
      <circle cx={x(row.lane)} cy={middle} r={dotRadius} fill={colourOf(row.colour)} />
    </svg>
  );
}

/** How many lanes wide the graph is drawn. */
export function lanesOf(rows: readonly GraphRow[]): number {
  return Math.min(
    mostLanes,
    rows.reduce((widest, { width }) => Math.max(widest, width), 1),
  );
}

function pathOf({ kind, from, to }: GraphLine, x: (lane: number) => number, middle: number, height: number) {
  const [start, end] = kind === 'past' ? [0, height] : kind === 'into' ? [0, middle] : [middle, height];
  if (from === to) return `M${x(from)} ${start}V${end}`;
  const half = (start + end) / 2;
  return `M${x(from)} ${start}C${x(from)} ${half} ${x(to)} ${half} ${x(to)} ${end}`;
}

function colourOf(colour: number): string {
  return `var(--nl-${colours[colour % colours.length]})`;
}
