import type { Site } from '../server/site.ts';
import type { UserRecord } from '../state/model.ts';

export function avatarUrl(site: Site, user: UserRecord): string {
  return `${site.url}/uploads/-/system/user/avatar/${user.id}/avatar.svg`;
}

/** API_Entities_UserBasic. */
export function presentUserBasic(site: Site, user: UserRecord) {
  return {
    id: user.id,
    username: user.username,
    public_email: '',
    name: user.name,
    state: user.blocked ? 'blocked' : 'active',
    locked: false,
    avatar_url: avatarUrl(site, user),
    web_url: `${site.url}/${user.username}`,
  };
}

/** API_Entities_User: what one user tells others. */
export function presentUser(site: Site, user: UserRecord) {
  return {
    ...presentUserBasic(site, user),
    created_at: user.createdAt,
    bio: '',
    location: '',
    pronouns: null,
    bot: false,
    job_title: '',
    work_information: null,
    followers: 0,
    following: 0,
    local_time: null,
  };
}

/** What `GET /user` tells a user about themselves. */
export function presentOwnUser(site: Site, user: UserRecord) {
  return {
    ...presentUser(site, user),
    last_sign_in_at: null,
    confirmed_at: user.createdAt,
    last_activity_on: null,
    email: user.email,
    theme_id: 3,
    color_scheme_id: 1,
    projects_limit: 100000,
    current_sign_in_at: null,
    identities: [],
    can_create_group: true,
    can_create_project: true,
    two_factor_enabled: false,
    external: false,
    private_profile: false,
    commit_email: user.email,
  };
}
