import { Users } from '@gitbeaker/rest';
import { readObject } from '../read-json.ts';
import type { Requester } from './requester.ts';

/** The user whom the token belongs to. */
export interface GitLabUser {
  id: number;
  username: string;
  name: string;
  /** `active`, `blocked` … */
  state: string;
  avatarUrl: string | null;
  webUrl: string;
  email: string;
  /** Author and committer of this user's commits: GitLab attributes commits by e-mail. */
  commitEmail: string;
}

export function createUserRequests(requester: Requester) {
  const users = new Users({ requesterFn: () => requester, queryTimeout: null });
  return {
    /** GET /user. The scope `read_user` is enough. */
    async getCurrentUser(): Promise<GitLabUser> {
      const user = readObject(await users.showCurrentUser(), 'user');
      const email = user.string('email');
      return {
        id: user.number('id'),
        username: user.string('username'),
        name: user.string('name'),
        state: user.string('state'),
        avatarUrl: user.stringOrNull('avatar_url', 'address'),
        webUrl: user.string('web_url', 'address'),
        email,
        commitEmail: user.stringOrNull('commit_email') || email,
      };
    },
  };
}
