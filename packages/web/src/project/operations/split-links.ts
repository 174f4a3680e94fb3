/** A piece of a line: plain words, or an address with the words it stands in. */
export interface LinePart {
  text: string;
  /** Only `http:` and `https:`. */
  url: string | null;
}

const address = /https?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]]/g;

/** Finds the addresses in a line that somebody else wrote, such as GitLab's answer to a push. */
export function splitLinks(line: string): LinePart[] {
  const parts: LinePart[] = [];
  let from = 0;
  for (const match of line.matchAll(address)) {
    if (match.index > from) parts.push({ text: line.slice(from, match.index), url: null });
    parts.push({ text: match[0], url: match[0] });
    from = match.index + match[0].length;
  }
  if (from < line.length) parts.push({ text: line.slice(from), url: null });
  return parts;
}
