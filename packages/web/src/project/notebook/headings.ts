/** The names by which links (`#Some-heading`) find the headings of a markdown text, as Jupyter makes them. */
export function anchorsOf(markdown: string): string[] {
  const anchors: string[] = [];
  let fence: string | null = null;
  for (const line of markdown.split('\n')) {
    const mark = /^ {0,3}(```|~~~)/.exec(line)?.[1];
    if (mark) fence = fence === null ? mark : fence === mark ? null : fence;
    const heading = fence === null ? /^ {0,3}#{1,6}\s+(.+?)\s*#*\s*$/.exec(line)?.[1] : undefined;
    if (heading) anchors.push(toAnchor(heading));
    for (const [, name] of line.matchAll(/<[^>]+\s(?:id|name)\s*=\s*["']?([^"'\s>]+)/g)) anchors.push(name!);
  }
  return anchors;
}

/** A heading as the name of its place. */
export function toAnchor(heading: string): string {
  return heading
    .replace(/<[^>]*>/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .trim()
    .replaceAll(' ', '-');
}
