import { type Fragment, type Html, html, trustedHtml } from './html.ts';

/** Turns addresses in a document into addresses of this site; null drops the link. */
export interface LinkTargets {
  link(address: string): string | null;
  image(address: string): string | null;
}

const inlinePattern =
  /`([^`]+)`|!\[([^\]]*)\]\(([^)\s]+)\)|\[([^\]]+)\]\(([^)\s]+)\)|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*/g;

function renderInline(text: string, targets: LinkTargets): Html {
  const parts: Fragment[] = [];
  let end = 0;
  for (const match of text.matchAll(inlinePattern)) {
    parts.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    const [whole, codeText, alt, source, label, address, strong, emphasis] = match;
    if (codeText !== undefined) parts.push(html`<code>${codeText}</code>`);
    else if (source !== undefined) {
      const target = targets.image(source);
      parts.push(target === null ? whole : html`<img src="${target}" alt="${alt}">`);
    } else if (address !== undefined) {
      const target = targets.link(address);
      parts.push(
        target === null
          ? whole
          : html`<a href="${target}" rel="nofollow">${renderInline(label!, targets)}</a>`,
      );
    } else if (strong !== undefined) parts.push(html`<strong>${renderInline(strong, targets)}</strong>`);
    else parts.push(html`<em>${renderInline(emphasis!, targets)}</em>`);
  }
  parts.push(text.slice(end));
  return html`${parts}`;
}

function takeWhile(lines: string[], start: number, test: (line: string) => boolean): string[] {
  let end = start;
  while (end < lines.length && test(lines[end]!)) end += 1;
  return lines.slice(start, end);
}

function renderTable(lines: string[], targets: LinkTargets): Html {
  const toCells = (line: string) =>
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|');
  const inline = (cell: string) => renderInline(cell.trim(), targets);
  const [head, , ...rows] = lines;
  return html`<table><thead><tr>${toCells(head!).map((cell) => html`<th>${inline(cell)}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr>${toCells(row).map((cell) => html`<td>${inline(cell)}</td>`)}</tr>`)}</tbody></table>`;
}

function renderList(lines: string[], targets: LinkTargets): Html {
  const items: string[] = [];
  for (const line of lines) {
    const item = /^\s*(?:[-*+]|\d+\.)\s+(.*)$/.exec(line);
    if (item) items.push(item[1]!);
    else items.push(`${items.pop()} ${line.trim()}`);
  }
  const body = items.map((item) => html`<li>${renderInline(item, targets)}</li>`);
  return /^\s*\d/.test(lines[0]!) ? html`<ol>${body}</ol>` : html`<ul>${body}</ul>`;
}

const isListLine = (line: string) => /^\s*(?:[-*+]|\d+\.)\s+/.test(line);
const isTextLine = (line: string) => line.trim() !== '' && !/^(#{1,6}\s|```|>\s?|\|)/.test(line);

/** Renders the common part of markdown. Raw HTML stays text. */
export function renderMarkdown(source: string, targets: LinkTargets): Html {
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  const blocks: Html[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at]!;
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    if (line.startsWith('```')) {
      const body = takeWhile(lines, at + 1, (other) => !other.startsWith('```'));
      blocks.push(html`<pre><code>${body.join('\n')}</code></pre>`);
      at += body.length + 2;
    } else if (heading) {
      const tag = trustedHtml(`h${Math.min(3, heading[1]!.length)}`);
      blocks.push(html`<${tag}>${renderInline(heading[2]!, targets)}</${tag}>`);
      at += 1;
    } else if (line.startsWith('|') && /^\|[\s:|-]+$/.test(lines[at + 1] ?? '')) {
      const body = takeWhile(lines, at, (other) => other.startsWith('|'));
      blocks.push(renderTable(body, targets));
      at += body.length;
    } else if (line.startsWith('>')) {
      const body = takeWhile(lines, at, (other) => other.startsWith('>'));
      blocks.push(
        html`<blockquote>${renderInline(body.map((text) => text.slice(1)).join(' '), targets)}</blockquote>`,
      );
      at += body.length;
    } else if (isListLine(line)) {
      const body = takeWhile(lines, at, (other) => isListLine(other) || /^\s+\S/.test(other));
      blocks.push(renderList(body, targets));
      at += body.length;
    } else if (line.trim() === '') {
      at += 1;
    } else {
      const body = [line, ...takeWhile(lines, at + 1, (other) => isTextLine(other) && !isListLine(other))];
      blocks.push(html`<p>${renderInline(body.join('\n'), targets)}</p>`);
      at += body.length;
    }
  }
  return html`${blocks}`;
}
