const colours = ['#0369a1', '#be123c', '#7c3aed', '#047857', '#a34a07', '#4338ca', '#0f766e', '#9d174d'];

/** The colour that belongs to a person's name. White can be read on it. */
export function personColour(name: string): string {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + character.codePointAt(0)!) % 997;
  return colours[sum % colours.length]!;
}
