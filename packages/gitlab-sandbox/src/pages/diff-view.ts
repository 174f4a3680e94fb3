import type { FileDiff } from '../git/diffs.ts';
import { type Html, html } from './html.ts';
import { fileIcon } from './icons.ts';

const shownLines = 2000;

interface DiffLine {
  kind: '' | 'add' | 'del' | 'hunk';
  oldNumber: number | '';
  newNumber: number | '';
  text: string;
}

/** Numbers the lines of a patch, as the hunk headers say. */
export function parseHunks(hunks: string): DiffLine[] {
  let oldNumber = 0;
  let newNumber = 0;
  const lines = hunks.replace(/\n$/, '').split('\n');
  return lines.map((text): DiffLine => {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(text);
    if (hunk) {
      oldNumber = Number(hunk[1]);
      newNumber = Number(hunk[2]);
      return { kind: 'hunk', oldNumber: '', newNumber: '', text };
    }
    if (text.startsWith('+')) return { kind: 'add', oldNumber: '', newNumber: newNumber++, text };
    if (text.startsWith('-')) return { kind: 'del', oldNumber: oldNumber++, newNumber: '', text };
    if (text.startsWith('\\')) return { kind: 'hunk', oldNumber: '', newNumber: '', text };
    return { kind: '', oldNumber: oldNumber++, newNumber: newNumber++, text };
  });
}

function fileView(file: FileDiff): Html {
  const lines = file.hunks === '' ? [] : parseHunks(file.hunks);
  const added = lines.filter(({ kind }) => kind === 'add').length;
  const removed = lines.filter(({ kind }) => kind === 'del').length;
  const name = file.oldPath === file.newPath ? file.newPath : `${file.oldPath} → ${file.newPath}`;
  return html`<section class="card"><header>${fileIcon}<b class="grow mono clip">${name}</b>
      ${file.status !== 'modified' && html`<span class="chip">${file.status}</span>`}
      <span class="added">+${added}</span> <span class="removed">−${removed}</span></header>
    ${file.isBinary && html`<div class="empty">Binary file</div>`}
    ${
      lines.length > 0 &&
      html`<div class="scroll"><table class="code">${lines
        .slice(0, shownLines)
        .map(
          (line) =>
            html`<tr class="${line.kind}"><td class="no">${line.oldNumber}</td><td class="no">${line.newNumber}</td><td>${line.text}</td></tr>`,
        )}</table></div>`
    }
    ${lines.length > shownLines && html`<div class="empty">${lines.length - shownLines} more lines</div>`}</section>`;
}

/** Changed files one below the other. */
export function diffView(files: FileDiff[]): Html {
  if (files.length === 0) return html`<div class="card"><div class="empty">No changes</div></div>`;
  return html`<div class="stack"><p class="dim">${files.length} changed file${files.length === 1 ? '' : 's'}</p>${files.map(fileView)}</div>`;
}
