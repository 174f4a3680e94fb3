import {
  type CertificatesRefusal,
  type HttpProxy,
  parseCertificates,
  parseInstanceUrl,
  parseProxy,
} from '@notelab/gitlab';
import { fail } from '../../../problem.ts';

/** Throws `address-invalid` with the reason. */
export function requireInstanceUrl(text: string): string {
  const parsed = parseInstanceUrl(text);
  if (parsed.kind === 'url') return parsed.url;
  const reasons: Record<typeof parsed.reason, string> = {
    empty: 'The address is missing.',
    'not-an-address': 'This is not an address. It looks like https://gitlab.example.com.',
    scheme: 'The address must begin with https:// or http://.',
    credentials: 'The address must not contain a user name or password.',
    'query-or-fragment': 'The address must not contain ? or #.',
    host: 'This host cannot be used.',
    path: 'The path of the address cannot be used.',
  };
  return failAddress(reasons[parsed.reason]);
}

export function failAddress(reason: string): never {
  return fail('address-invalid', reason, { fields: { url: reason } });
}

const certificateReasons: Record<Exclude<CertificatesRefusal, 'empty'>, string> = {
  'private-key':
    'This holds a private key, which must not leave its machine. Only the certificate is needed; nothing was kept.',
  'not-pem': 'This is not a certificate in PEM. It begins with -----BEGIN CERTIFICATE-----.',
  damaged: 'This certificate cannot be read. Copy it whole, from BEGIN to END.',
  'too-many': 'These are more than twenty certificates. Only those that issued GitLab’s are needed.',
};

/** Null for an empty text. Throws `invalid-input` with the reason. */
export function requireCertificates(text: string): string | null {
  const parsed = parseCertificates(text);
  if (parsed.kind === 'certificates') return parsed.pem;
  if (parsed.reason === 'empty') return null;
  const reason = certificateReasons[parsed.reason];
  return fail('invalid-input', reason, { fields: { certificateAuthority: reason } });
}

/** Null for an empty text. Throws `invalid-input` with the reason. */
export function requireProxy(text: string): HttpProxy | null {
  const parsed = parseProxy(text);
  if (parsed.kind === 'proxy') return parsed.proxy;
  if (parsed.reason === 'empty') return null;
  const reasons: Record<Exclude<typeof parsed.reason, 'empty'>, string> = {
    'not-an-address': 'This is not the address of a proxy. It looks like http://proxy.example.com:3128.',
    scheme: 'The proxy must be an HTTP proxy: http:// or https://.',
    path: 'The address of a proxy ends with its port.',
    port: 'This proxy cannot be used.',
  };
  const reason = reasons[parsed.reason];
  return fail('invalid-input', reason, { fields: { proxy: reason } });
}
