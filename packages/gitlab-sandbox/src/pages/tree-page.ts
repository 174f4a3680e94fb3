import type { FastifyReply } from 'fastify';
import { type Commit, countCommits, getCommits, listCommits } from '../git/commits.ts';
import { isEmptyRepository } from '../git/refs.ts';
import { findLastCommitSha, listTree, readBlob, type TreeEntry } from '../git/trees.ts';
import { projectUrl } from '../rest/present-project.ts';
import { commitLine } from './commit-line.ts';
import { type Html, html } from './html.ts';
import { fileIcon, folderIcon } from './icons.ts';
import { renderMarkdown } from './markdown.ts';
import { markdownTargets } from './markdown-targets.ts';
import { pathCrumbs } from './path-crumbs.ts';
import { timeAgo } from './people.ts';
import {
  encodePath,
  findLocation,
  type Location,
  type ProjectContext,
  projectPath,
} from './project-context.ts';
import { branchMenu, sendProjectPage } from './project-frame.ts';

// Finding a file's last commit takes one git process each.
const entriesWithCommit = 40;

function cloneAddress(context: ProjectContext): Html {
  const address = `${projectUrl(context.site, context.project)}.git`;
  return html`<details class="menu right"><summary class="button primary">Clone ▾</summary>
    <div class="padded"><b>Clone with HTTPS</b><div class="clone mono">${address}</div></div></details>`;
}

function sendEmptyPage(context: ProjectContext): FastifyReply {
  const address = `${projectUrl(context.site, context.project)}.git`;
  const body = html`<div class="card padded stack"><h2>The repository for this project is empty</h2>
    <p class="dim">Clone it, commit something and push.</p>
    <div class="clone mono">git clone ${address}</div></div>`;
  return sendProjectPage(context, { title: 'Files', tab: 'files', body });
}

async function lastCommits(dir: string, sha: string, entries: TreeEntry[]): Promise<Map<string, Commit>> {
  const shown = entries.slice(0, entriesWithCommit);
  const shas = await Promise.all(shown.map(({ path }) => findLastCommitSha(dir, sha, path)));
  const commits = await getCommits(dir, shas);
  return new Map(shown.map((entry, index) => [entry.path, commits.get(shas[index]!)!]));
}

function entryRow(context: ProjectContext, ref: string, entry: TreeEntry, commit: Commit | undefined): Html {
  const name = entry.path.slice(entry.path.lastIndexOf('/') + 1);
  const kind = entry.type === 'tree' ? 'tree' : 'blob';
  const address = projectPath(context, `${kind}/${encodePath(ref)}/${encodePath(entry.path)}`);
  return html`<li>${entry.type === 'tree' ? folderIcon : fileIcon}
    <a class="name clip" href="${address}">${name}</a>
    <span class="grow dim clip hide-small">${commit?.message.split('\n', 1)[0]}</span>
    ${commit && timeAgo(context.site, commit.committedDate)}</li>`;
}

async function readme(context: ProjectContext, at: Location, entries: TreeEntry[]): Promise<Html | null> {
  const entry = entries.find(({ type, path }) => type === 'blob' && /(^|\/)readme\.md$/i.test(path));
  if (!entry) return null;
  const text = (await readBlob(context.dir, entry.sha)).toString('utf8');
  const body = renderMarkdown(text, markdownTargets(context, at.ref, entry.path));
  return html`<section class="card"><header>${fileIcon}<b>README.md</b></header><div class="prose">${body}</div></section>`;
}

/** The files of a folder with the README below, at a branch or commit. */
export async function sendTreePage(context: ProjectContext, rest: string): Promise<FastifyReply | null> {
  const { dir } = context;
  if (await isEmptyRepository(dir)) return sendEmptyPage(context);
  const at = await findLocation(context, rest);
  const entries = at && (await listTree(dir, at.sha, at.path));
  if (!entries) return null;
  const [commits, latest, count, text, menu] = await Promise.all([
    lastCommits(dir, at.sha, entries),
    listCommits(dir, at.sha, { count: 1, path: at.path }),
    countCommits(dir, at.sha),
    readme(context, at, entries),
    branchMenu(context, at.ref, 'tree'),
  ]);
  const body = html`<div class="stack">
    <div class="row apart"><div class="row">${menu}${pathCrumbs(context, at)}</div>
      <div class="row"><a class="button" href="${projectPath(context, `commits/${encodePath(at.ref)}`)}">${count} commit${count === 1 ? '' : 's'}</a>${cloneAddress(context)}</div></div>
    <div class="card"><header>${latest[0] && commitLine(context, latest[0])}</header>
      <ul class="list files">${entries.map((entry) => entryRow(context, at.ref, entry, commits.get(entry.path)))}</ul></div>
    ${text}</div>`;
  return sendProjectPage(context, { title: at.path || 'Files', tab: 'files', body });
}
