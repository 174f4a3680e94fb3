import type { Role } from '@notelab/contract';

/** What each role may do, in a sentence. */
export const roleMeanings: Record<Role, string> = {
  viewer: 'Sees projects, files and git state.',
  editor: 'Also edits, runs, opens terminals and uses git.',
  admin: 'Also manages members, repositories, integrations and instances.',
};

export const roleNames: Record<Role, string> = { viewer: 'Viewer', editor: 'Editor', admin: 'Admin' };

/** “an editor”. */
export function roleWithArticle(role: Role): string {
  return role === 'viewer' ? 'a viewer' : `an ${role}`;
}
