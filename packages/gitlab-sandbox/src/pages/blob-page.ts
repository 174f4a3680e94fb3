import type { FastifyReply } from 'fastify';
import { listCommits } from '../git/commits.ts';
import { findTreeEntry, readBlob } from '../git/trees.ts';
import { commitLine } from './commit-line.ts';
import { type Html, html } from './html.ts';
import { fileIcon } from './icons.ts';
import { renderMarkdown } from './markdown.ts';
import { markdownTargets } from './markdown-targets.ts';
import { renderNotebook } from './notebook-view.ts';
import { pathCrumbs } from './path-crumbs.ts';
import {
  encodePath,
  findLocation,
  type Location,
  type ProjectContext,
  projectPath,
} from './project-context.ts';
import { branchMenu, sendProjectPage } from './project-frame.ts';

const imageTypes: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
};
const shownBytes = 1024 * 1024;

function imageType(path: string): string | undefined {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return Object.hasOwn(imageTypes, extension) ? imageTypes[extension] : undefined;
}

async function readFile(context: ProjectContext, rest: string) {
  const at = await findLocation(context, rest);
  const entry = at && at.path !== '' ? await findTreeEntry(context.dir, at.sha, at.path) : null;
  if (!at || entry?.type !== 'blob') return null;
  return { at, content: await readBlob(context.dir, entry.sha) };
}

function isBinary(content: Buffer): boolean {
  return content.subarray(0, 8000).includes(0);
}

function sourceView(text: string): Html {
  const lines = text.replace(/\n$/, '').split('\n');
  return html`<div class="scroll"><table class="code">${lines.map(
    (line, index) => html`<tr id="L${index + 1}"><td class="no">${index + 1}</td><td>${line}</td></tr>`,
  )}</table></div>`;
}

function fileView(context: ProjectContext, at: Location, content: Buffer): Html {
  const raw = projectPath(context, `raw/${encodePath(at.ref)}/${encodePath(at.path)}`);
  if (imageType(at.path)) return html`<div class="empty"><img src="${raw}" alt="${at.path}"></div>`;
  if (isBinary(content))
    return html`<div class="empty">Binary file. <a class="link" href="${raw}">Download</a></div>`;
  if (content.length > shownBytes) {
    return html`<div class="empty">The file is too large to show. <a class="link" href="${raw}">Open raw</a></div>`;
  }
  const text = content.toString('utf8');
  const targets = markdownTargets(context, at.ref, at.path);
  if (/\.md$/i.test(at.path)) return html`<div class="prose">${renderMarkdown(text, targets)}</div>`;
  const notebook = /\.ipynb$/i.test(at.path) ? renderNotebook(text, targets) : null;
  return notebook ?? sourceView(text);
}

/** One file: text with line numbers, rendered markdown and notebooks, pictures. */
export async function sendBlobPage(context: ProjectContext, rest: string): Promise<FastifyReply | null> {
  const file = await readFile(context, rest);
  if (!file) return null;
  const { at, content } = file;
  const raw = projectPath(context, `raw/${encodePath(at.ref)}/${encodePath(at.path)}`);
  const [commit] = await listCommits(context.dir, at.sha, { count: 1, path: at.path });
  const body = html`<div class="stack">
    <div class="row">${await branchMenu(context, at.ref, 'tree')}${pathCrumbs(context, at)}</div>
    ${commit && html`<div class="card"><header>${commitLine(context, commit)}</header></div>`}
    <div class="card"><header>${fileIcon}<b class="grow clip">${at.path.slice(at.path.lastIndexOf('/') + 1)}</b>
      <span class="dim">${content.length.toLocaleString('en')} bytes</span><a class="button" href="${raw}">Open raw</a></header>
      ${fileView(context, at, content)}</div></div>`;
  return sendProjectPage(context, { title: at.path, tab: 'files', body });
}

/** The bytes of a file. Only pictures keep their type, so that nothing in a repository runs here. */
export async function sendRaw(context: ProjectContext, rest: string): Promise<FastifyReply | null> {
  const file = await readFile(context, rest);
  if (!file) return null;
  const fallback = isBinary(file.content) ? 'application/octet-stream' : 'text/plain; charset=utf-8';
  return context.reply
    .type(imageType(file.at.path) ?? fallback)
    .header('X-Content-Type-Options', 'nosniff')
    .header('Content-Security-Policy', "default-src 'none'; sandbox")
    .send(file.content);
}
