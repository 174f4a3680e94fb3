/** Git gives local offsets; the contract speaks UTC. A commit's date can be nonsense. */
export function toUtc(date: string): string | null {
  const time = Date.parse(date);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
