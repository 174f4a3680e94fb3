import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type AuthorizationRequest,
  approve,
  deny,
  isAlreadyAuthorized,
  parseAuthorizationRequest,
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
import { sendSignIn } from './sign-in-routes.ts';

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
  return sendProblem(site, reply, session, { status: 400, title: 'An error has occurred', text });
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
          <button class="button primary wide" type="submit" name="decision" value="authorize">Authorize ${application.name}</button></form>
        <form method="post" action="${site.basePath}/oauth/authorize">${csrfField(session)}${hidden}
          <button class="button wide" type="submit" name="decision" value="deny">Deny</button></form>
      </div>
    </div>`,
  });
}

function handleRequest(site: Site, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const session = findRequestSession(site, request);
  const form = toForm(request.query);
  const asked = parseAuthorizationRequest(site.store, form);
  if ('problem' in asked) return sendMistake(site, reply, session, asked.problem);
  if (!session?.user) return sendSignIn(site, reply, session, { returnTo: request.raw.url ?? '' });
  if (isAlreadyAuthorized(site.store, asked, session.user.id)) {
    return reply.redirect(approve(site.store, asked, session.user.id), 302);
  }
  return sendConsent(site, reply, session, session.user, form, asked);
}

function handleDecision(site: Site, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const session = findRequestSession(site, request);
  const form = toForm(request.body);
  const asked = parseAuthorizationRequest(site.store, form);
  if ('problem' in asked) return sendMistake(site, reply, session, asked.problem);
  if (!session?.user || !isOwnForm(site, request)) {
    return sendProblem(site, reply, session, {
      status: 422,
      title: 'The change you requested was rejected',
      text: 'The form was not sent from this site or is too old. Go back and try again.',
    });
  }
  const isAuthorized = form.decision === 'authorize';
  return reply.redirect(isAuthorized ? approve(site.store, asked, session.user.id) : deny(asked), 302);
}

export function registerAuthorizeRoutes(app: FastifyInstance, site: Site): void {
  app.get('/oauth/authorize', (request, reply) => handleRequest(site, request, reply));
  app.post('/oauth/authorize', (request, reply) => handleDecision(site, request, reply));
}
