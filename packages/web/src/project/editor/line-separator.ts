/**
 * The line separator to edit a text with, so that what was not touched is saved as it was. A text that mixes
 * separators is edited with `\n`: its other carriage returns stay visible characters of their lines.
 */
export function lineSeparatorOf(text: string): '\n' | '\r\n' {
  const withReturn = text.match(/\r\n/g)?.length ?? 0;
  if (withReturn === 0) return '\n';
  const feeds = text.match(/\n/g)?.length ?? 0;
  const returns = text.match(/\r/g)?.length ?? 0;
  return feeds === withReturn && returns === withReturn ? '\r\n' : '\n';
}
