import { type Html, html } from './html.ts';
import { encodePath, type Location, type ProjectContext, projectPath } from './project-context.ts';

/** The folders that lead to a file, each with its link. */
export function pathCrumbs(context: ProjectContext, { ref, path }: Location): Html {
  const parts = path === '' ? [] : path.split('/');
  const root = projectPath(context, `tree/${encodePath(ref)}`);
  return html`<span class="mono"><a href="${root}">${context.project.name}</a>${parts.map((part, index) => {
    const address = `${root}/${encodePath(parts.slice(0, index + 1).join('/'))}`;
    return index === parts.length - 1 ? html` / <b>${part}</b>` : html` / <a href="${address}">${part}</a>`;
  })}</span>`;
}
