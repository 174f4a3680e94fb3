/** “90 minutes”, “1 hour”, “4 hours”, “1 day”. */
export function minutesInWords(minutes: number): string {
  const [unit, perUnit] = (
    [
      ['day', 1440],
      ['hour', 60],
      ['minute', 1],
    ] as const
  ).find(([, size]) => minutes % size === 0)!;
  const count = minutes / perUnit;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
