import { execFileSync } from 'node:child_process';
import type { LookupAddress } from 'node:dns';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createCertificateAuthority } from '../../dev-env/src/self-managed/certificate-authority.ts';
import { addressReach, isPrivateAddress } from './address-reach.ts';
import { parseCertificates } from './certificates.ts';
import { guardedDispatcher } from './guarded-dispatcher.ts';
import { AddressRefusedError, createGuardedLookup } from './guarded-lookup.ts';
import { sendRequest } from './send-request.ts';
import { startTestServer, testDispatcher } from './test-server.ts';

describe('addressReach', () => {
  test.each([
    '8.8.8.8',
    '172.65.251.78',
    '2606:4700:90:0:f22e:fbec:5bed:a9b9',
    '[2606:4700::1]',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])('%s is public', (address) => {
    expect(addressReach(address)).toBe('public');
    expect(isPrivateAddress(address)).toBe(false);
  });

  test.each([
    '127.0.0.1',
    '127.255.255.254',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '::1',
    '[::1]',
    'fd12:3456::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '::127.0.0.1',
  ])('%s is private', (address) => {
    expect(addressReach(address)).toBe('private');
    expect(isPrivateAddress(address)).toBe(true);
  });

  test.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '100.100.100.200',
    '192.0.0.192',
    'fd00:ec2::254',
    'fe80::1',
    '0.0.0.0',
    '::',
    '255.255.255.255',
    '224.0.0.1',
    'ff02::1',
    '240.0.0.1',
    '198.18.0.1',
    '2001:db8::1',
    '2001:0:1::1',
    'fec0::1',
    'gitlab.com',
    '',
  ])('%s is never a GitLab', (address) => {
    expect(addressReach(address)).toBe('forbidden');
    expect(isPrivateAddress(address)).toBe(true);
  });
});

describe('guardedDispatcher', () => {
  async function get(url: string, allowPrivateHosts: boolean) {
    const dispatcher = guardedDispatcher({ allowPrivateHosts });
    onTestFinished(() => dispatcher.destroy());
    return await sendRequest({ instance: new URL(url).origin, method: 'GET', url, dispatcher });
  }

  test.each(['127.0.0.1', 'localhost', '127.1', '0x7f000001', '[::ffff:127.0.0.1]'])(
    'refuses %s unless private hosts are allowed, and sends nothing',
    async (host) => {
      const server = await startTestServer(() => ({ json: {} }));
      const url = server.origin.replace('127.0.0.1', host);
      await expect(get(url, false)).rejects.toMatchObject({ kind: 'address-refused', status: null });
      expect(server.requests).toEqual([]);
    },
  );

  test.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'])(
    'reaches %s when they are allowed',
    async (host) => {
      const server = await startTestServer(() => ({ json: { ok: true } }));
      const answer = await get(server.origin.replace('127.0.0.1', host), true);
      expect(answer.body).toEqual({ ok: true });
    },
  );

  test.each(['http://169.254.169.254/latest/meta-data/', 'http://[fe80::1]/', 'http://0.0.0.0:1/'])(
    'refuses %s even when private hosts are allowed',
    async (url) => {
      await expect(get(url, true)).rejects.toMatchObject({ kind: 'address-refused' });
    },
  );
});

describe('a guarded lookup', () => {
  const publicAddress = { address: '172.65.251.78', family: 4 };
  const loopback = { address: '127.0.0.1', family: 4 };

  function lookupOnce(answers: LookupAddress[][], allowPrivateHosts = false) {
    const lookup = createGuardedLookup(allowPrivateHosts, async () => answers.shift() ?? []);
    return () =>
      new Promise<unknown>((resolve, reject) =>
        lookup('gitlab.example.com', { all: true }, (error, addresses) =>
          error ? reject(error) : resolve(addresses),
        ),
      );
  }

  test('checks each resolution, so that a name cannot move to loopback after the first (rebinding)', async () => {
    const lookup = lookupOnce([[publicAddress], [loopback]]);
    expect(await lookup()).toEqual([publicAddress]);
    await expect(lookup()).rejects.toThrow(AddressRefusedError);
  });

  test('refuses a name with one private address among public ones', async () => {
    await expect(lookupOnce([[publicAddress, loopback]])()).rejects.toThrow(AddressRefusedError);
  });

  test('hands exactly the checked address to a socket that wants one', async () => {
    const lookup = createGuardedLookup(false, async () => [publicAddress]);
    const found = await new Promise((resolve) =>
      lookup('gitlab.example.com', { family: 4 }, (_error, address, family) => resolve({ address, family })),
    );
    expect(found).toEqual(publicAddress);
  });

  test('passes on that a name does not exist', async () => {
    const lookup = createGuardedLookup(false, async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    });
    const error = await new Promise((resolve) => lookup('x.invalid', { all: true }, resolve));
    expect(error).toMatchObject({ code: 'ENOTFOUND' });
  });
});

describe('private certificate authorities', () => {
  function makeCertificate() {
    const folder = mkdtempSync(join(tmpdir(), 'notelab-ca-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const key = join(folder, 'key.pem');
    const cert = join(folder, 'cert.pem');
    const subject = ['-subj', '/CN=GitLab', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const shape = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
    execFileSync('openssl', ['req', ...shape, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  }

  test('a server with an unknown certificate is refused as such, and reached with its authority', async () => {
    const tls = makeCertificate();
    const server = await startTestServer(() => ({ json: { ok: true } }), tls);
    const request = { instance: server.origin, method: 'GET', url: server.origin } as const;
    await expect(sendRequest({ ...request, dispatcher: testDispatcher() })).rejects.toMatchObject({
      kind: 'certificate',
      gitlabMessage: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    const answer = await sendRequest({ ...request, dispatcher: testDispatcher(tls.cert) });
    expect(answer.body).toEqual({ ok: true });
  });

  test('a certificate for another name is refused although its authority is trusted', async () => {
    const tls = makeCertificate();
    const server = await startTestServer(() => ({ json: {} }), tls);
    const origin = server.origin.replace('127.0.0.1', 'localhost');
    const request = sendRequest({
      instance: origin,
      method: 'GET',
      url: origin,
      dispatcher: testDispatcher(tls.cert),
    });
    await expect(request).rejects.toMatchObject({ kind: 'certificate' });
  });

  test('the server’s own certificate is enough, among others and with words around them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'notelab-ca-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const authority = createCertificateAuthority(folder, 'Acme authority');
    const tls = authority.issue({ names: ['IP:127.0.0.1'] });
    const server = await startTestServer(() => ({ json: { ok: true } }), tls);
    const ca = `subject=another\n${makeCertificate().cert}\nours:\n${tls.cert.replaceAll('\n', '\r\n')}`;
    const request = { instance: server.origin, method: 'GET', url: server.origin } as const;
    const answer = await sendRequest({ ...request, dispatcher: testDispatcher(ca) });
    expect(answer.body).toEqual({ ok: true });
  });

  test('a private key beside a certificate is refused, not kept', () => {
    const { cert, key } = makeCertificate();
    expect(parseCertificates(cert + key)).toEqual({ kind: 'refused', reason: 'private-key' });
  });

  test.each([
    ['text', 'not a certificate'],
    ['a damaged certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
  ])('%s instead of a certificate is refused at once', (_case, ca) => {
    expect(() => guardedDispatcher({ allowPrivateHosts: false, ca })).toThrow();
  });
});
