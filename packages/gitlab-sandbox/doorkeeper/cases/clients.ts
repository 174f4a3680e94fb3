import type { Case } from '../case.ts';
import { app, oddApp, publicApp } from '../provider.ts';
import { basic, noCredentials, otherCredentials } from '../requests.ts';
import { exchanged } from './exchanged.ts';

export const clientCases: Case[] = [
  exchanged('unknown application', { changes: { client_id: 'nobody' } }),
  exchanged('wrong secret', { changes: { client_secret: 'wrong' } }),
  exchanged('no secret', { changes: { client_secret: undefined } }),
  exchanged('empty secret', { changes: { client_secret: '' } }),
  exchanged('no application', { changes: noCredentials }),
  exchanged('another application', { changes: otherCredentials }),
  exchanged('wrong secret and unknown code', { changes: { client_secret: 'wrong', code: 'unknown' } }),
  exchanged('by Basic', { changes: noCredentials, headers: basic(app.clientId, app.clientSecret) }),
  exchanged('by Basic, wrong secret', { changes: noCredentials, headers: basic(app.clientId, 'wrong') }),
  exchanged('by Basic, and in the body', { headers: basic(app.clientId, app.clientSecret) }),
  exchanged('wrong by Basic, right in the body', { headers: basic(app.clientId, 'wrong') }),
  exchanged('right by Basic, wrong in the body', {
    changes: { client_secret: 'wrong' },
    headers: basic(app.clientId, app.clientSecret),
  }),
  exchanged('empty Basic, right in the body', { headers: basic('', '') }),
  exchanged('a Basic header that is not base64, right in the body', {
    headers: { authorization: 'Basic ?' },
  }),
  exchanged('basic in small letters', {
    changes: noCredentials,
    headers: { authorization: `basic ${btoa(`${app.clientId}:${app.clientSecret}`)}` },
  }),
  exchanged('an odd secret in the body', {
    asked: { client_id: oddApp.clientId },
    changes: { client_id: oddApp.clientId, client_secret: oddApp.clientSecret },
  }),
  exchanged('an odd secret by Basic as it is', {
    asked: { client_id: oddApp.clientId },
    changes: noCredentials,
    headers: basic(oddApp.clientId, oddApp.clientSecret),
  }),
  exchanged('an odd secret by Basic, encoded', {
    asked: { client_id: oddApp.clientId },
    changes: noCredentials,
    headers: basic(oddApp.clientId, encodeURIComponent(oddApp.clientSecret)),
  }),
  exchanged('a public application', {
    asked: { client_id: publicApp.clientId },
    changes: { client_id: publicApp.clientId, client_secret: undefined },
  }),
  exchanged('a public application with an empty secret', {
    asked: { client_id: publicApp.clientId },
    changes: { client_id: publicApp.clientId, client_secret: '' },
  }),
  exchanged('a public application with a wrong secret', {
    asked: { client_id: publicApp.clientId },
    changes: { client_id: publicApp.clientId, client_secret: 'wrong' },
  }),
  exchanged('a public application by Basic', {
    asked: { client_id: publicApp.clientId },
    changes: noCredentials,
    headers: basic(publicApp.clientId, ''),
  }),
];
