import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { toForm } from '../oauth/form.ts';
import { scopeTexts } from '../oauth/scopes.ts';
import type { Site } from '../server/site.ts';
import { findApplication, putApplication, revokeApplication } from '../state/applications.ts';
import { randomToken } from '../state/secrets.ts';
import type { Session } from '../state/sessions.ts';
import { type Fragment, type Html, html } from './html.ts';
import { csrfField, sendPage } from './layout.ts';
import { timeAgo } from './people.ts';
import { findRequestSession, isOwnForm } from './session-cookie.ts';

const address = '/-/user_settings/applications';

function authorizedApplications(site: Site, session: Session): Html {
  const live = site.store.state.oauthTokens.filter(
    (token) => token.userId === session.user!.id && token.revokedAtMs === null,
  );
  const clientIds = [...new Set(live.map((token) => token.clientId))];
  if (clientIds.length === 0) return html`<div class="empty">You have authorized no application.</div>`;
  return html`<ul class="list big">${clientIds.map((clientId) => {
    const application = findApplication(site.store, clientId);
    const tokens = live.filter((token) => token.clientId === clientId);
    const latest = Math.max(...tokens.map((token) => token.createdAtMs));
    const scopes = [...new Set(tokens.flatMap((token) => token.scopes))];
    return html`<li><div class="tile" aria-hidden="true">${(application?.name ?? '?').charAt(0)}</div>
      <div class="grow"><b>${application?.name ?? clientId}</b>
        <div class="dim">Last authorized ${timeAgo(site, new Date(latest).toISOString())} · ${scopes.map((scope) => html`<code>${scope}</code> `)}</div></div>
      <form method="post" action="${site.basePath}${address}/revoke">${csrfField(session)}
        <input type="hidden" name="client_id" value="${clientId}">
        <button class="button danger" type="submit" aria-label="Revoke ${application?.name ?? clientId}">Revoke</button></form></li>`;
  })}</ul>`;
}

function ownApplications(site: Site, session: Session): Html | null {
  const own = site.store.state.applications.filter(({ ownerId }) => ownerId === session.user!.id);
  if (own.length === 0) return null;
  return html`<ul class="list big">${own.map(
    ({
      name,
      clientId,
      redirectUris,
      scopes,
    }) => html`<li><div class="grow"><b>${name}</b> <span class="dim">${scopes.join(' ')}</span>
      <div class="mono clip">${clientId}</div><div class="dim mono">${redirectUris.join(' ')}</div></div></li>`,
  )}</ul>`;
}

function newApplicationForm(site: Site, session: Session): Html {
  return html`<form class="stack" method="post" action="${site.basePath}${address}">${csrfField(session)}
    <div><label for="name">Name</label><input id="name" name="name" required></div>
    <div><label for="redirect_uri">Redirect URI</label>
      <textarea id="redirect_uri" name="redirect_uri" required></textarea><span class="dim">Use one line per URI</span></div>
    <label class="choice"><input type="checkbox" name="confidential" value="1" checked><span><b>Confidential</b>
      <span class="dim">The application keeps a secret.</span></span></label>
    <fieldset class="stack tight"><legend><b>Scopes</b></legend>${Object.entries(scopeTexts).map(
      ([
        scope,
        { title },
      ]) => html`<label class="choice"><input type="checkbox" name="scope_${scope}" value="1"${scope === 'api' && html` checked`}>
        <span><code>${scope}</code> <span class="dim">${title}</span></span></label>`,
    )}</fieldset>
    <div><button class="button primary" type="submit">Save application</button></div></form>`;
}

function sendApplications(site: Site, reply: FastifyReply, session: Session, notice: Fragment): FastifyReply {
  return sendPage(site, reply, {
    title: 'Applications',
    session,
    body: html`<div class="stack"><div class="crumbs">Edit profile / Access / Applications</div><h1>Applications</h1>${notice}
      <section class="card"><header><h2>Authorized applications</h2></header>${authorizedApplications(site, session)}</section>
      <section class="card"><header><h2>Your applications</h2></header>${ownApplications(site, session)}
        <details class="padded"><summary class="link">Add new application</summary>${newApplicationForm(site, session)}</details></section></div>`,
  });
}

function addApplication(site: Site, session: Session, request: FastifyRequest): Html {
  const form = toForm(request.body);
  const redirectUris = (form.redirect_uri ?? '').split(/\s+/).filter((uri) => uri !== '');
  const scopes = Object.keys(scopeTexts).filter((scope) => form[`scope_${scope}`] !== undefined);
  const isComplete = form.name && scopes.length > 0 && redirectUris.length > 0;
  if (!isComplete || !redirectUris.every((uri) => URL.canParse(uri))) {
    return html`<p class="notice bad" role="alert">Give a name, valid redirect URIs and at least one scope.</p>`;
  }
  const clientSecret = form.confidential ? `gloas-${randomToken()}` : undefined;
  const clientId = randomBytes(32).toString('hex');
  putApplication(
    site.store,
    { clientId, clientSecret, redirectUris, name: form.name!, scopes },
    session.user!.id,
  );
  return html`<div class="notice ok stack tight" role="status"><b>The application was created successfully.</b>
    <div>Application ID <code>${clientId}</code></div>
    ${clientSecret && html`<div>Secret <code>${clientSecret}</code> (shown only now)</div>`}</div>`;
}

export function registerApplicationsRoutes(app: FastifyInstance, site: Site): void {
  const toSignIn = (reply: FastifyReply) =>
    reply.redirect(
      `${site.basePath}/users/sign_in?return_to=${encodeURIComponent(site.basePath + address)}`,
      302,
    );

  app.get(address, (request, reply) => {
    const session = findRequestSession(site, request);
    return session?.user ? sendApplications(site, reply, session, null) : toSignIn(reply);
  });

  app.post(address, (request, reply) => {
    const session = findRequestSession(site, request);
    if (!session?.user || !isOwnForm(site, request)) return toSignIn(reply);
    return sendApplications(site, reply, session, addApplication(site, session, request));
  });

  app.post(`${address}/revoke`, (request, reply) => {
    const session = findRequestSession(site, request);
    if (!session?.user || !isOwnForm(site, request)) return toSignIn(reply);
    const clientId = toForm(request.body).client_id ?? '';
    const name = findApplication(site.store, clientId)?.name ?? clientId;
    revokeApplication(site.store, session.user.id, clientId);
    const notice = html`<p class="notice ok" role="status">The application ${name} was revoked access.</p>`;
    return sendApplications(site, reply, session, notice);
  });
}
