/** Prints one figure with its limit. A missed limit makes the process end with code 1. */
export function report(what: string, value: number, unit: string, limit?: number): void {
  const figure = `${format(value)}${unit}`;
  const isOver = limit !== undefined && value > limit;
  const verdict = limit === undefined ? '' : `limit ${format(limit)}${unit}   ${isOver ? 'over' : 'ok'}`;
  console.log(`${what.padEnd(58)} ${figure.padStart(10)}   ${verdict}`.trimEnd());
  if (isOver) process.exitCode = 1;
}

const format = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(2));
