/** The text when it is an address that a page may link to; instances could send `javascript:`. */
export function findWebUrl(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null;
  return /^https?:$/.test(new URL(text).protocol) ? text : null;
}
