/** “in a moment”, “in 40 seconds”, “in 12 minutes”: until something may be asked again. */
export function inTime(seconds: number): string {
  if (seconds <= 1) return 'in a moment';
  return seconds <= 180 ? `in ${seconds} seconds` : `in ${Math.ceil(seconds / 60)} minutes`;
}
