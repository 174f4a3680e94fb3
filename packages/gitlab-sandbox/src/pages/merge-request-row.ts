import type { Site } from '../server/site.ts';
import type { MergeRequestRecord, ProjectRecord } from '../state/model.ts';
import { getUserById } from '../state/users.ts';
import { type Html, html } from './html.ts';
import { avatar, timeAgo } from './people.ts';

export function stateChip(request: MergeRequestRecord): Html {
  const kind = { opened: 'open', merged: 'merged', closed: 'closed' }[request.state];
  const label = { opened: 'Open', merged: 'Merged', closed: 'Closed' }[request.state];
  return html`<span class="chip ${kind}">${label}</span>`;
}

/** One merge request in a list. */
export function mergeRequestRow(site: Site, project: ProjectRecord, request: MergeRequestRecord): Html {
  const author = getUserById(site.store, request.authorId);
  return html`<li>${avatar(site, author)}
    <div class="grow"><a href="${site.basePath}/${project.path}/-/merge_requests/${request.iid}"><b>${request.title}</b></a>
      <div class="dim">${project.path}!${request.iid} · <span class="mono">${request.sourceBranch} → ${request.targetBranch}</span> · ${author.name}</div></div>
    ${stateChip(request)} ${timeAgo(site, request.createdAt)}</li>`;
}
