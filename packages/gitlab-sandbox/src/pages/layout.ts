import type { FastifyReply } from 'fastify';
import type { Site } from '../server/site.ts';
import type { Session } from '../state/sessions.ts';
import { type Fragment, type Html, html, trustedHtml } from './html.ts';
import { logo } from './icons.ts';
import { avatar } from './people.ts';
import { style, styleHash } from './style.ts';

export interface Page {
  title: string;
  body: Fragment;
  session: Session | null;
  /** A single card in the middle, as for signing in. */
  isNarrow?: boolean;
  status?: number;
}

export function csrfField(session: Session): Html {
  return html`<input type="hidden" name="authenticity_token" value="${session.record.csrfToken}">`;
}

function navigation(site: Site, session: Session | null): Html {
  const user = session?.user;
  if (!session || !user) {
    return html`<nav></nav><a class="button" href="${site.basePath}/users/sign_in">Sign in</a>`;
  }
  return html`<nav aria-label="Main">
      <a href="${site.basePath}/">Projects</a>
      <a href="${site.basePath}/dashboard/merge_requests">Merge requests</a>
      <a href="${site.basePath}/-/user_settings/applications">Applications</a>
    </nav>
    <div class="who">
      ${avatar(site, user)}<span class="hide-small">${user.name}</span>
      <form method="post" action="${site.basePath}/users/sign_out">${csrfField(session)}
        <button class="button plain" type="submit">Sign out</button></form>
    </div>`;
}

/**
 * Where forms may lead: here, and to the applications' redirect addresses, because browsers apply the
 * directive to the redirect that follows the consent form as well.
 */
function formTargets(site: Site): string {
  const uris = site.store.state.applications.flatMap((application) => application.redirectUris);
  const origins = uris.flatMap((uri) => (URL.canParse(uri) ? [new URL(uri).origin] : []));
  return ["'self'", ...new Set(origins.filter((origin) => origin !== 'null'))].join(' ');
}

export function sendPage(site: Site, reply: FastifyReply, page: Page): FastifyReply {
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} · GitLab sandbox</title>
<link rel="icon" href="${site.basePath}/favicon.svg">
<style>${trustedHtml(style)}</style>
</head>
<body>
<header class="top"><a class="brand" href="${site.basePath}/">${logo}<span>GitLab sandbox</span></a>${navigation(site, page.session)}</header>
<main${page.isNarrow ? trustedHtml(' class="narrow"') : ''}>${page.body}</main>
<footer>GitLab sandbox: a local stand-in for GitLab, for trying things out. Nothing here leaves this machine.</footer>
</body>
</html>`;
  return reply
    .code(page.status ?? 200)
    .type('text/html; charset=utf-8')
    .header(
      'Content-Security-Policy',
      `default-src 'none'; style-src ${styleHash}; img-src 'self' data:; form-action ${formTargets(site)}; base-uri 'none'; frame-ancestors 'none'`,
    )
    .header('X-Content-Type-Options', 'nosniff')
    .header('Referrer-Policy', 'same-origin')
    .header('Cache-Control', 'no-store')
    .send(document.text);
}

/** The 404 page: the same for what does not exist and what the visitor may not see. */
export function sendNotFound(site: Site, reply: FastifyReply, session: Session | null): FastifyReply {
  return sendPage(site, reply, {
    title: 'Not found',
    status: 404,
    isNarrow: true,
    session,
    body: html`<div class="card padded stack"><h1>404: Page not found</h1>
      <p class="dim">Make sure the address is correct and that you are allowed to see the page.</p>
      <a class="button" href="${site.basePath}/">Go to projects</a></div>`,
  });
}

export function sendProblem(
  site: Site,
  reply: FastifyReply,
  session: Session | null,
  problem: { status: number; title: string; text: string },
): FastifyReply {
  return sendPage(site, reply, {
    title: problem.title,
    status: problem.status,
    isNarrow: true,
    session,
    body: html`<div class="card padded stack"><h1>${problem.title}</h1>
      <p class="notice bad">${problem.text}</p></div>`,
  });
}
