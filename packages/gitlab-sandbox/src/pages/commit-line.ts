import type { Commit } from '../git/commits.ts';
import { type Html, html } from './html.ts';
import { authorAvatar, authorName, timeAgo } from './people.ts';
import { type ProjectContext, projectPath } from './project-context.ts';

/** A commit on one line: author, title, short id. */
export function commitLine(context: ProjectContext, commit: Commit): Html {
  const { site } = context;
  const address = projectPath(context, `commit/${commit.sha}`);
  return html`${authorAvatar(site, commit.authorEmail)}
    <div class="grow"><a href="${address}"><b>${commit.message.split('\n', 1)[0]}</b></a>
      <div class="dim">${authorName(site, commit.authorName, commit.authorEmail)} · ${timeAgo(site, commit.authoredDate)}</div></div>
    <a class="chip mono" href="${address}">${commit.sha.slice(0, 8)}</a>`;
}
