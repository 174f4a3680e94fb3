import { avatarUrl } from '../rest/present-user.ts';
import type { Site } from '../server/site.ts';
import type { UserRecord } from '../state/model.ts';
import { findUserByEmail } from '../state/users.ts';
import { type Html, html } from './html.ts';

export function avatar(site: Site, user: UserRecord, size: '' | 'large' = ''): Html {
  const path = new URL(avatarUrl(site, user)).pathname;
  return html`<img class="avatar ${size}" src="${path}" alt="" width="24" height="24">`;
}

/** The user a commit counts for, by e-mail as on GitLab; otherwise a neutral picture. */
export function authorAvatar(site: Site, email: string): Html {
  const user = findUserByEmail(site.store, email);
  if (user) return avatar(site, user);
  return html`<img class="avatar" src="${site.basePath}/uploads/-/system/user/avatar/0/avatar.svg" alt="" width="24" height="24">`;
}

export function authorName(site: Site, name: string, email: string): Html {
  const user = findUserByEmail(site.store, email);
  return user ? html`<b>${user.name}</b> <span class="dim">@${user.username}</span>` : html`<b>${name}</b>`;
}

const units: [number, string][] = [
  [365 * 86_400, 'year'],
  [30 * 86_400, 'month'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
];

/** "3 days ago", with the exact time as a tooltip. */
export function timeAgo(site: Site, iso: string): Html {
  const seconds = Math.max(0, (site.store.clock.now() - Date.parse(iso)) / 1000);
  const [size, unit] = units.find(([length]) => seconds >= length) ?? [1, ''];
  const count = Math.floor(seconds / size);
  const text = unit === '' ? 'just now' : `${count} ${unit}${count === 1 ? '' : 's'} ago`;
  return html`<time class="dim" datetime="${iso}" title="${iso}">${text}</time>`;
}
