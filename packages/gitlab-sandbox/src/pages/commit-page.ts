import type { FastifyReply } from 'fastify';
import { getCommit } from '../git/commits.ts';
import { readDiff } from '../git/diffs.ts';
import { findCommitSha } from '../git/refs.ts';
import { findUserById } from '../state/users.ts';
import { diffView } from './diff-view.ts';
import { html } from './html.ts';
import { authorAvatar, authorName, timeAgo } from './people.ts';
import { type ProjectContext, projectPath } from './project-context.ts';
import { sendProjectPage } from './project-frame.ts';

/** One commit: message, author, who pushed it, and its changes. */
export async function sendCommitPage(context: ProjectContext, rest: string): Promise<FastifyReply | null> {
  const { site, dir, project } = context;
  const sha = await findCommitSha(dir, rest);
  if (sha === null) return null;
  const commit = await getCommit(dir, sha);
  const files = await readDiff(dir, commit.parents[0] ?? null, sha);
  const pusherId = site.store.state.pushers[project.id]?.[sha];
  const pusher = pusherId === undefined ? null : findUserById(site.store, pusherId);
  const [title = '', ...paragraphs] = commit.message.trimEnd().split('\n');
  const text = paragraphs.join('\n').trim();
  const body = html`<div class="stack"><div class="card padded stack">
      <h1>${title}</h1>
      ${text && html`<p class="message">${text}</p>`}
      <div class="row">${authorAvatar(site, commit.authorEmail)}
        <div>${authorName(site, commit.authorName, commit.authorEmail)} <span class="dim">&lt;${commit.authorEmail}&gt; authored</span> ${timeAgo(site, commit.authoredDate)}</div></div>
      ${commit.committerEmail !== commit.authorEmail && html`<p class="dim">Committed by ${commit.committerName} &lt;${commit.committerEmail}&gt;</p>`}
      ${pusher && html`<p class="dim">Pushed by <b>${pusher.name}</b> @${pusher.username}</p>`}
      <p class="dim">Commit <code>${sha}</code>${commit.parents.map((parent) => html` · parent <a class="link mono" href="${projectPath(context, `commit/${parent}`)}">${parent.slice(0, 8)}</a>`)}</p>
    </div>${diffView(files)}</div>`;
  return sendProjectPage(context, { title, tab: 'commits', body });
}
