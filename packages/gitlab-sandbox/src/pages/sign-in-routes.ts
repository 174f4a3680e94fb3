import type { FastifyInstance, FastifyReply } from 'fastify';
import { toForm } from '../oauth/form.ts';
import { samplePassword, sampleUsers } from '../seed/sample-users.ts';
import type { Site } from '../server/site.ts';
import { isPassword } from '../state/secrets.ts';
import { endSession, type Session } from '../state/sessions.ts';
import { findUser, findUserByPassword } from '../state/users.ts';
import { html } from './html.ts';
import { csrfField, sendPage } from './layout.ts';
import { avatar } from './people.ts';
import { findRequestSession, isOwnForm, openSession } from './session-cookie.ts';

/** Only addresses of this site, so that signing in cannot lead elsewhere. */
function safeReturnPath(site: Site, path: string | undefined): string {
  const home = `${site.basePath}/`;
  return path && /^\/(?![/\\])[^\s\\]*$/.test(path) && path.startsWith(home) ? path : home;
}

function sampleSignIns(site: Site) {
  const users = sampleUsers.flatMap((sample) => {
    const user = findUser(site.store, sample.username);
    return user && isPassword(samplePassword, user.passwordHash) ? [user] : [];
  });
  if (users.length === 0) return null;
  return html`<div class="card padded stack tight">
    <h2>Sample users</h2>
    <p class="dim">The password of all is <code>${samplePassword}</code></p>
    <div class="samples">${users.map((user) => html`<div>${avatar(site, user)}<code>${user.username}</code></div>`)}</div>
  </div>`;
}

export function sendSignIn(
  site: Site,
  reply: FastifyReply,
  existing: Session | null,
  form: { returnTo: string; problem?: string; login?: string },
): FastifyReply {
  const session = existing ?? openSession(site, reply, null);
  return sendPage(site, reply, {
    title: 'Sign in',
    isNarrow: true,
    status: form.problem ? 422 : 200,
    session,
    body: html`<div class="stack">
      <div class="card padded stack">
        <div><h1>Sign in to GitLab sandbox</h1><p class="dim">A local stand-in for GitLab.</p></div>
        ${form.problem && html`<p class="notice bad" role="alert">${form.problem}</p>`}
        <form class="stack" method="post" action="${site.basePath}/users/sign_in">
          ${csrfField(session)}
          <input type="hidden" name="return_to" value="${form.returnTo}">
          <div><label for="user_login">Username or primary email</label>
            <input id="user_login" name="login" value="${form.login}" autocomplete="username" required autofocus></div>
          <div><label for="user_password">Password</label>
            <input id="user_password" name="password" type="password" autocomplete="current-password" required></div>
          <button class="button primary wide" type="submit">Sign in</button>
        </form>
      </div>
      ${sampleSignIns(site)}
    </div>`,
  });
}

export function registerSignInRoutes(app: FastifyInstance, site: Site): void {
  app.get('/users/sign_in', (request, reply) => {
    const session = findRequestSession(site, request);
    const returnTo = safeReturnPath(site, toForm(request.query).return_to);
    if (session?.user) return reply.redirect(returnTo);
    return sendSignIn(site, reply, session, { returnTo });
  });

  app.post('/users/sign_in', (request, reply) => {
    const form = toForm(request.body);
    const returnTo = safeReturnPath(site, form.return_to);
    const session = findRequestSession(site, request);
    if (!isOwnForm(site, request)) {
      return sendSignIn(site, reply, session, {
        returnTo,
        problem: 'The form was too old. Please try again.',
      });
    }
    const user = findUserByPassword(site.store, form.login ?? '', form.password ?? '');
    if (!user) {
      return sendSignIn(site, reply, session, {
        returnTo,
        problem: 'Invalid login or password.',
        login: form.login,
      });
    }
    if (user.blocked) {
      return sendSignIn(site, reply, session, {
        returnTo,
        problem:
          'Your account has been blocked. Please contact your GitLab administrator if you think this is an error.',
      });
    }
    if (session) endSession(site.store, session.record);
    openSession(site, reply, user.id);
    return reply.redirect(returnTo, 302);
  });

  app.post('/users/sign_out', (request, reply) => {
    const session = findRequestSession(site, request);
    if (session && isOwnForm(site, request)) endSession(site.store, session.record);
    return reply.redirect(`${site.basePath}/users/sign_in`, 302);
  });
}
