import { expect, test } from 'vitest';
import { cloneAs, commitFile, git } from '../testing/git-client.ts';
import { authorizeUrl, exchange, redirectUri, userStatus } from '../testing/oauth-client.ts';
import { notelab, openSandbox } from '../testing/open-sandbox.ts';
import type { Sandbox } from '../types.ts';

interface PageReply {
  status: number;
  location: string | null;
  headers: Headers;
  text: string;
}

/** A browser that keeps one cookie and fills in the token of the page it came from. */
class Browser {
  readonly sandbox: Sandbox;
  cookie = '';
  token = '';

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
  }

  async open(address: string, form?: Record<string, string>): Promise<PageReply> {
    const url = address.startsWith('http') ? address : this.sandbox.url + address;
    const reply = await fetch(url, {
      redirect: 'manual',
      method: form ? 'POST' : 'GET',
      headers: { cookie: this.cookie },
      body: form && new URLSearchParams({ authenticity_token: this.token, ...form }),
    });
    const set = reply.headers.get('set-cookie');
    if (set) this.cookie = set.split(';')[0]!;
    const text = await reply.text();
    this.token = /name="authenticity_token" value="(\w+)"/.exec(text)?.[1] ?? this.token;
    return { status: reply.status, location: reply.headers.get('location'), headers: reply.headers, text };
  }
}

async function signIn(sandbox: Sandbox, login: string): Promise<Browser> {
  const browser = new Browser(sandbox);
  await browser.open('/users/sign_in');
  const reply = await browser.open('/users/sign_in', { login, password: 'notelab-demo' });
  expect(reply.status).toBe(302);
  await browser.open('/');
  return browser;
}

test('an application is authorized after signing in, and remembered until it is revoked', async () => {
  const sandbox = await openSandbox();
  const browser = new Browser(sandbox);
  const asked = authorizeUrl(sandbox, { scope: 'read_user' });
  const returnTo = asked.slice(sandbox.url.length);
  const signIn = `/users/sign_in?return_to=${encodeURIComponent(returnTo)}`;
  expect((await browser.open(asked)).location).toBe(signIn);
  expect((await browser.open(signIn)).text).toContain('Sign in to GitLab sandbox');
  const wrong = await browser.open('/users/sign_in', {
    login: 'developer',
    password: 'x',
    return_to: returnTo,
  });
  expect([wrong.status, wrong.text.includes('Invalid login or password.')]).toEqual([422, true]);
  const signedIn = await browser.open('/users/sign_in', {
    login: 'developer@acme.example',
    password: 'notelab-demo',
    return_to: returnTo,
  });
  expect(signedIn.location).toBe(returnTo);
  const consent = await browser.open(asked);
  expect(consent.text).toContain('Authorize Notelab to use your account?');
  expect(consent.headers.get('content-security-policy')).toContain(
    "form-action 'self' http://127.0.0.1:4321",
  );

  const decision = Object.fromEntries(new URL(asked).searchParams);
  const callback = new URL((await browser.open('/oauth/authorize', decision)).location!);
  expect(callback.origin + callback.pathname).toBe(redirectUri);
  expect(callback.searchParams.get('state')).toBe('some-state');
  const tokens = await exchange(sandbox, callback.searchParams.get('code')!);
  expect(await userStatus(sandbox, tokens.body.access_token)).toBe(200);

  expect((await browser.open(asked)).location).toContain(`${redirectUri}?code=`);
  const applications = '/-/user_settings/applications';
  expect((await browser.open(applications)).text).toContain('Revoke');
  await browser.open(`${applications}/revoke`, { client_id: notelab.clientId });
  expect(await userStatus(sandbox, tokens.body.access_token)).toBe(401);
  expect((await browser.open(asked)).text).toContain('Authorize Notelab to use your account?');
});

test('unknown clients, redirects and scopes get an error page, never a redirect', async () => {
  const sandbox = await openSandbox();
  const browser = await signIn(sandbox, 'developer');
  for (const change of [
    { client_id: 'nobody' },
    { redirect_uri: 'http://127.0.0.1:4321/other' },
    { redirect_uri: 'http://localhost:4321/callback' },
    { scope: 'sudo' },
    { response_type: 'token' },
    { code_challenge: 'x', code_challenge_method: 'S512' },
  ]) {
    const reply = await browser.open(authorizeUrl(sandbox, change));
    expect([reply.status, reply.location]).toEqual([200, null]);
    expect(reply.text).toContain('An error has occurred');
  }
});

test('a denied authorization returns with access_denied and the state', async () => {
  const sandbox = await openSandbox();
  const browser = await signIn(sandbox, 'developer');
  const asked = authorizeUrl(sandbox);
  await browser.open(asked);
  const decision = { ...Object.fromEntries(new URL(asked).searchParams), _method: 'delete' };
  const callback = new URL((await browser.open('/oauth/authorize', decision)).location!);
  expect(callback.searchParams.get('error')).toBe('access_denied');
  expect(callback.searchParams.get('state')).toBe('some-state');
});

test('forms without the token of the session are rejected, foreign return addresses ignored', async () => {
  const sandbox = await openSandbox();
  const browser = await signIn(sandbox, 'developer');
  browser.token = 'forged';
  const decision = Object.fromEntries(new URL(authorizeUrl(sandbox)).searchParams);
  expect((await browser.open('/oauth/authorize', decision)).status).toBe(422);
  const merge = await browser.open('/acme/analytics/-/merge_requests', { 'merge_request[title]': 'x' });
  expect(merge.status).toBe(422);
  for (const address of ['//evil.example/', 'https://evil.example/', '/\\evil.example']) {
    const reply = await browser.open(`/users/sign_in?return_to=${encodeURIComponent(address)}`);
    expect(reply.location).toBe('/');
  }
});

test('the cookie is bound to the base path and out of reach for scripts', async () => {
  const sandbox = await openSandbox({ port: 47813, publicUrl: 'http://localhost:47813/gitlab' });
  const reply = await fetch(`${sandbox.url}/users/sign_in`);
  expect(reply.headers.get('set-cookie')).toMatch(
    /^_gitlab_sandbox_session=\w+; Path=\/gitlab; HttpOnly; SameSite=Lax$/,
  );
});

test('private projects are 404 for outsiders and ask visitors to sign in', async () => {
  const sandbox = await openSandbox();
  const outsider = await signIn(sandbox, 'outsider');
  for (const page of ['', '/-/commits/main', '/-/merge_requests', '/-/raw/main/README.md']) {
    expect((await outsider.open(`/acme/analytics${page}`)).status).toBe(404);
  }
  expect((await outsider.open('/acme/handbook')).status).toBe(200);
  const visitor = new Browser(sandbox);
  expect((await visitor.open('/acme/analytics')).location).toBe(
    '/users/sign_in?return_to=%2Facme%2Fanalytics',
  );
  expect((await visitor.open('/acme/missing')).status).toBe(302);
  expect((await visitor.open('/')).text).not.toContain('analytics');
});

test('project pages show files, README, commits, notebooks, branches and members', async () => {
  const sandbox = await openSandbox();
  const browser = await signIn(sandbox, 'developer');
  const text = async (page: string) => {
    const reply = await browser.open(`/acme/analytics${page}`);
    expect(reply.status).toBe(200);
    return reply.text;
  };
  expect(await text('')).toContain('<h1>Analytics</h1>');
  expect(await text('/-/tree/feature/churn-v2/churn')).toContain('features.py');
  expect(await text('/-/blob/feature/churn-v2/churn/features.py')).toContain('horizon_days=90');
  expect(await text('/-/blob/main/explore.ipynb')).toContain('struggling   51.4%');
  expect(await text('/-/commits/dev')).toContain('Try tenure buckets');
  expect(await text('/-/branches')).toContain('feature/churn-v2');
  expect(await text('/-/project_members')).toContain('@reporter');
  expect((await browser.open('/acme/handbook/-/raw/main/images/churn.png')).headers.get('content-type')).toBe(
    'image/png',
  );
  expect((await browser.open('/acme/empty')).text).toContain('The repository for this project is empty');
  expect((await browser.open('/acme/analytics/-/blob/main/nope')).status).toBe(404);
});

test('a commit page names the author and whoever pushed it', async () => {
  const sandbox = await openSandbox();
  const dir = await cloneAs(sandbox, 'maintainer', 'acme/analytics');
  await commitFile(dir, 'note.md', 'x', 'By dev, pushed by Mara');
  await git(dir, 'push', 'origin', 'HEAD:main');
  const sha = (await git(dir, 'rev-parse', 'HEAD')).stdout.trim();
  const browser = await signIn(sandbox, 'reporter');
  const { text } = await browser.open(`/acme/analytics/-/commit/${sha}`);
  expect(text).toContain('<b>Dev Developer</b>');
  expect(text).toContain('Pushed by <b>Mara Maintainer</b>');
});

test('a merge request is made from the prefilled page, seen, and merged', async () => {
  const sandbox = await openSandbox();
  const browser = await signIn(sandbox, 'developer');
  const form = await browser.open(
    '/acme/analytics/-/merge_requests/new?merge_request%5Bsource_branch%5D=feature%2Fchurn-v2',
  );
  expect(form.text).toContain('<option selected>feature/churn-v2</option>');
  expect(form.text).toContain('value="Churn v2"');
  const input = {
    'merge_request[source_branch]': 'feature/churn-v2',
    'merge_request[target_branch]': 'main',
    'merge_request[title]': 'Draft: Horizon',
  };
  const created = await browser.open('/acme/analytics/-/merge_requests', input);
  expect(created.location).toBe('/acme/analytics/-/merge_requests/1');
  const twice = await browser.open('/acme/analytics/-/merge_requests', input);
  expect(twice.text).toContain('Another open merge request already exists for this source branch: !1');
  const here = '/acme/analytics/-/merge_requests/1';
  expect((await browser.open(here)).text).toContain('0 approvals, 1 more required');
  const maintainer = await signIn(sandbox, 'maintainer');
  await maintainer.open(here);
  await maintainer.open(`${here}/approve`, {});
  await maintainer.open(`${here}/comment`, { body: 'Why <b>90</b>?' });
  expect((await maintainer.open('/acme/analytics/-/pipelines/1')).text).toContain('Pipeline #1');
  await maintainer.open('/acme/analytics/-/pipelines/1', { status: 'failed' });
  expect((await browser.open(here)).text).toContain('Merge blocked: the merge request is a draft.');
  await browser.open(`${here}/ready`, {});
  const page = await browser.open(here);
  expect(page.text).toContain('Ready to merge.');
  for (const part of ['Approved by Mara Maintainer', 'Pipeline failed', '1 unresolved', 'Why &lt;b&gt;90'])
    expect(page.text).toContain(part);
  await browser.open('/acme/analytics/-/merge_requests/1/merge', {});
  expect((await browser.open('/acme/analytics/-/merge_requests/1')).text).toContain(
    'Merged by Dev Developer',
  );
  const reporter = await signIn(sandbox, 'reporter');
  expect((await reporter.open('/acme/analytics/-/merge_requests/new')).status).toBe(404);
});

test('names and contents from repositories stay text', async () => {
  const sandbox = await openSandbox();
  const dir = await cloneAs(sandbox, 'developer', 'acme/analytics');
  const attack = '<img src=x onerror=alert(1)>';
  await commitFile(dir, `${attack.replaceAll('/', '')}.md`, `${attack} [x](javascript:alert(1))`, attack);
  await git(dir, 'push', 'origin', 'HEAD:refs/heads/<script>', 'HEAD:main');
  const browser = await signIn(sandbox, 'developer');
  for (const page of [
    '',
    '/-/commits/main',
    '/-/branches',
    `/-/blob/main/${encodeURIComponent(attack)}.md`,
  ]) {
    const { text, status } = await browser.open(`/acme/analytics${page}`);
    expect(status).toBe(200);
    expect(text).not.toContain('<img src=x');
    expect(text).not.toContain('<script');
    expect(text).not.toContain('href="javascript:');
  }
});

test('an application registered on the applications page works', async () => {
  const sandbox = await openSandbox();
  const browser = await signIn(sandbox, 'maintainer');
  const { text } = await browser.open('/-/user_settings/applications', {
    name: 'My Notelab',
    redirect_uri: 'https://notelab.example/callback',
    confidential: '1',
    scope_api: '1',
  });
  const [clientId] = /<code>[0-9a-f]{64}<\/code>/.exec(text)!;
  expect(text).toMatch(/<code>gloas-[0-9a-f]{64}<\/code>/);
  const asked = authorizeUrl(sandbox, {
    client_id: clientId.replace(/<\/?code>/g, ''),
    redirect_uri: 'https://notelab.example/callback',
  });
  expect((await browser.open(asked)).text).toContain('Authorize My Notelab');
});
