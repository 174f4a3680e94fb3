import type { LinkTargets } from './markdown.ts';
import { encodePath, type ProjectContext, projectPath } from './project-context.ts';

function resolve(filePath: string, address: string): string | null {
  if (!URL.canParse(address, `http://x/${encodePath(filePath)}`)) return null;
  const url = new URL(address, `http://x/${encodePath(filePath)}`);
  return url.host === 'x' ? url.pathname.slice(1) : null;
}

/** Links of a document in a repository lead to pages of the same branch, its pictures to raw files. */
export function markdownTargets(context: ProjectContext, ref: string, filePath: string): LinkTargets {
  const within = (page: string, address: string) => {
    const path = /^[a-z][a-z0-9+.-]*:/i.test(address) ? null : resolve(filePath, address);
    return path === null ? null : projectPath(context, `${page}/${encodePath(ref)}/${path}`);
  };
  return {
    link: (address) => (/^https?:\/\//i.test(address) ? address : within('blob', address)),
    image: (address) => within('raw', address),
  };
}
