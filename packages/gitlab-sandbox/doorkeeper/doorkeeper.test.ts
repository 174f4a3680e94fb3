import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authorizeCases } from './cases/authorize.ts';
import { clientCases } from './cases/clients.ts';
import { exchangeCases } from './cases/exchange.ts';
import { introspectCases } from './cases/introspect.ts';
import { malformedCases } from './cases/malformed.ts';
import { refreshCases } from './cases/refresh.ts';
import { revokeCases } from './cases/revoke.ts';
import { tokenInfoCases } from './cases/token-info.ts';
import { differences, expectedOf } from './differences.ts';
import { hasDoorkeeper, howToInstall, startDoorkeeper } from './doorkeeper-provider.ts';
import { applications, type Provider } from './provider.ts';
import { startSandboxProvider } from './sandbox-provider.ts';

const cases = [
  ...authorizeCases,
  ...exchangeCases,
  ...clientCases,
  ...refreshCases,
  ...revokeCases,
  ...tokenInfoCases,
  ...introspectCases,
  ...malformedCases,
];

test('every known difference is about cases there are', () => {
  const titles = cases.map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles).toEqual(expect.arrayContaining(differences.flatMap((difference) => difference.cases ?? [])));
});

const isHere = hasDoorkeeper();
if (!isHere) console.log(`Doorkeeper is missing, so the sandbox is not compared with it. ${howToInstall}`);

describe.runIf(isHere)('the sandbox answers as Doorkeeper does', () => {
  let doorkeeper: Provider;
  let sandbox: Provider;

  beforeAll(async () => {
    [doorkeeper, sandbox] = await Promise.all([startDoorkeeper(), startSandboxProvider()]);
    for (const provider of [doorkeeper, sandbox]) {
      for (const application of applications) await provider.addApplication(application);
    }
  });
  afterAll(() => Promise.all([doorkeeper?.close(), sandbox?.close()]));

  test.each(cases)('$title', async ({ title, act }) => {
    const [theirs, ours] = await Promise.all([act(doorkeeper), act(sandbox)]);
    const replies = [theirs].flat();
    const expected = replies.map((reply) => expectedOf(title, reply));
    expect([ours].flat()).toEqual(expected);
    const isKnownToDiffer = differences.some((difference) => difference.cases?.includes(title));
    if (isKnownToDiffer) expect(expected).not.toEqual(replies);
  });
});
