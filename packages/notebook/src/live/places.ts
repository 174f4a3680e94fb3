/** Digits of places, in the order in which their texts are compared. */
const digits = '0123456789abcdefghijklmnopqrstuvwxyz';
const base = digits.length;
/** Long enough for a million blocks that are put in one after the other. */
const headLength = 4;

/** The place of the block at an index (from 0) of a list that is stored for the first time. */
export const placeAt = (index: number): string => `${headOf(index + 1)}i`;

/**
 * A place between two others, as a text that sorts between theirs. What two people put between the same blocks at the
 * same time gets different places.
 * @param before,after null for the beginning and the end
 */
export function placeBetween(before: string | null, after: string | null): string {
  const end = chance();
  let place = after === null ? placeBehind(before ?? '') : middle(before ?? '', after);
  // `after` may begin with it and go on with lower digits.
  while (after !== null && place + end >= after) place = middle(place, after);
  return place + end;
}

/** Places for several blocks between two others. */
export function placesBetween(before: string | null, after: string | null, count: number): string[] {
  if (count === 0) return [];
  if (after === null) {
    const first = placeBetween(before, null);
    const places = [first];
    while (places.length < count) places.push(placeBetween(places.at(-1)!, null));
    return places;
  }
  // Halving keeps them short.
  const half = count >> 1;
  const place = placeBetween(before, after);
  return [...placesBetween(before, place, half), place, ...placesBetween(place, after, count - half - 1)];
}

function placeBehind(before: string): string {
  const next = before === '' ? 1 : Number.parseInt(before.slice(0, headLength), base) + 1;
  return next < base ** headLength ? `${headOf(next)}i` : middle(before, null);
}

const headOf = (count: number): string => count.toString(base).padStart(headLength, '0');

/** A text that sorts between two; null is behind all. */
function middle(before: string, after: string | null): string {
  if (after !== null) {
    let same = 0;
    while (same < after.length && (before[same] ?? '0') === after[same]) same++;
    if (same > 0) return after.slice(0, same) + middle(before.slice(same), after.slice(same));
  }
  const low = before === '' ? 0 : digits.indexOf(before[0]!);
  const high = after === null ? base : digits.indexOf(after[0]!);
  if (high - low > 1) return digits[(low + high) >> 1]!;
  if (after !== null && after.length > 1) return after[0]!;
  return digits[low]! + middle(before.slice(1), null);
}

/** Two digits by chance, the last of them not 0: nothing sorts between a text and the same text with a 0. */
function chance(): string {
  const any = Math.floor(Math.random() * base * (base - 1));
  return digits[Math.floor(any / (base - 1))]! + digits[1 + (any % (base - 1))]!;
}
