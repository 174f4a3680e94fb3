import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type AuthorizationProblem,
  type AuthorizationRequest,
  approve,
  deny,
  isAlreadyAuthorized,
  parseAuthorizationRequest,
  tell,
} from '../oauth/authorization-request.ts';
import { type Form, toForm } from '../oauth/form.ts';
import { scopeTexts } from '../oauth/scopes.ts';
import type { Site } from '../server/site.ts';
import type { UserRecord } from '../state/model.ts';
import type { Session } from '../state/sessions.ts';
import { html } from './html.ts';
import { csrfField, sendPage, sendProblem } from './layout.ts';
import { avatar } from './people.ts';
import { findRequestSession, isOwnForm } from './session-cookie.ts';

const parameters = [
  'client_id',
  'redirect_uri',
  'response_type',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
];

function sendMistake(site: Site, reply: FastifyReply, session: Session | null, text: string): FastifyReply {
  // As GitLab, whose error page is like any other page to a program.
  return sendProblem(site, reply, session, { status: 200, title: 'An error has occurred', text });
}

function sendConsent(
  site: Site,
  reply: FastifyReply,
  session: Session,
  user: UserRecord,
  form: Form,
  asked: AuthorizationRequest,
): FastifyReply {
  const { application } = asked;
  const hidden = parameters.map(
    (name) => form[name] !== undefined && html`<input type="hidden" name="${name}" value="${form[name]}">`,
  );
  return sendPage(site, reply, {
    title: `Authorize ${application.name}`,
    isNarrow: true,
    session,
    body: html`<div class="card padded stack">
      <h1>Authorize ${application.name} to use your account?</h1>
      <div class="row">${avatar(site, user, 'large')}
        <div><b>${user.name}</b><div class="dim">@${user.username}</div></div></div>
      <div>
        <p>An application called <b>${application.name}</b> is requesting access to your account on this GitLab
          sandbox. It will be able to:</p>
        <ul class="scopes">${asked.scopes.map(
          (scope) => html`<li><b>${scopeTexts[scope]?.title ?? scope}</b> <code class="faint">${scope}</code>
            <div class="dim">${scopeTexts[scope]?.detail}</div></li>`,
        )}</ul>
      </div>
      <p class="dim">You will be sent to <code>${new URL(asked.redirectUri).origin}</code></p>
      <div class="row">
        <form method="post" action="${site.basePath}/oauth/authorize" class="grow">${csrfField(session)}${hidden}
          <button class="button primary wide" type="submit">Authorize ${application.name}</button></form>
        <form method="post" action="${site.basePath}/oauth/authorize">${csrfField(session)}${hidden}
          <button class="button wide" type="submit" name="_method" value="delete">Deny</button></form>
      </div>
    </div>`,
  });
}

/** As on GitLab, nothing is looked at before somebody has signed in. */
function handleRequest(site: Site, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const session = findRequestSession(site, request);
  if (!session?.user) {
    const returnTo = encodeURIComponent(request.raw.url ?? '');
    return reply.redirect(`${site.basePath}/users/sign_in?return_to=${returnTo}`, 302);
  }
  const form = toForm(request.query);
  const asked = parseAuthorizationRequest(site.store, form);
  if ('problem' in asked) return sendMistake(site, reply, session, asked.problem);
  if (isAlreadyAuthorized(site.store, asked, session.user.id)) {
    return reply.redirect(approve(site.store, asked, session.user.id), 302);
  }
  return sendConsent(site, reply, session, session.user, form, asked);
}

function handleDecision(site: Site, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const session = findRequestSession(site, request);
  if (!session?.user || !isOwnForm(site, request)) {
    return sendProblem(site, reply, session, {
      status: 422,
      title: 'The change you requested was rejected',
      text: 'The form was not sent from this site or is too old. Go back and try again.',
    });
  }
  const form = toForm(request.body);
  const asked = parseAuthorizationRequest(site.store, form);
  if ('problem' in asked) return sendRefusal(reply, asked, form.state);
  const isDenied = form._method === 'delete';
  return reply.redirect(isDenied ? deny(asked) : approve(site.store, asked, session.user.id), 302);
}

/** The application is told, where it is known and may be sent to; otherwise Doorkeeper answers as it does to programs. */
function sendRefusal(
  reply: FastifyReply,
  problem: AuthorizationProblem,
  state: string | undefined,
): FastifyReply {
  const address = tell(problem, state);
  if (address !== null) return reply.redirect(address, 302);
  return reply
    .code(problem.error === 'invalid_client' ? 401 : 400)
    .header('Cache-Control', 'no-cache')
    .send({ error: problem.error, error_description: problem.problem, state });
}

export function registerAuthorizeRoutes(app: FastifyInstance, site: Site): void {
  app.get('/oauth/authorize', (request, reply) => handleRequest(site, request, reply));
  app.post('/oauth/authorize', (request, reply) => handleDecision(site, request, reply));
}
