import { X509Certificate } from 'node:crypto';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

export interface CertificateFacts {
  /** Whom it is for, as a person says it: the common name, else the organisation. */
  subject: string;
  issuer: string;
  validFrom: Date;
  validUntil: Date;
}

export type CertificatesRefusal =
  | 'empty'
  /** A private key is among it: it must not leave the machine it belongs to. */
  | 'private-key'
  | 'not-pem'
  /** Framed as a certificate, but it cannot be read. */
  | 'damaged'
  | 'too-many';

export type ParsedCertificates =
  | { kind: 'certificates'; pem: string; certificates: CertificateFacts[] }
  | { kind: 'refused'; reason: CertificatesRefusal };

const maxCertificates = 20;
const framed = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]*-----END (?:TRUSTED )?CERTIFICATE-----/g;

/** Reads one or several certificates in PEM, as a person pastes them; what stands around them is left out. */
export function parseCertificates(text: string): ParsedCertificates {
  if (text.trim() === '') return { kind: 'refused', reason: 'empty' };
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return { kind: 'refused', reason: 'private-key' };
  const blocks = text.match(framed) ?? [];
  if (blocks.length === 0) {
    return { kind: 'refused', reason: /-----BEGIN CERTIFICATE/.test(text) ? 'damaged' : 'not-pem' };
  }
  if (blocks.length > maxCertificates) return { kind: 'refused', reason: 'too-many' };
  try {
    // OpenSSL would leave out what it cannot read, and every connection would fail later.
    const read = blocks.map((block) => new X509Certificate(block));
    return {
      kind: 'certificates',
      pem: read.map((certificate) => certificate.toString().trim()).join('\n'),
      certificates: read.map((certificate) => ({
        subject: nameOf(certificate.subject),
        issuer: nameOf(certificate.issuer),
        validFrom: certificate.validFromDate,
        validUntil: certificate.validToDate,
      })),
    };
  } catch {
    return { kind: 'refused', reason: 'damaged' };
  }
}

/**
 * Trusts the given PEM certificates in addition to Node's own. An authority in the middle of a chain, or the
 * server's own certificate, is enough: whoever enters it says that it is trusted. Throws when it is not PEM.
 */
export function trustAlso(ca: string): SecureContext {
  const parsed = parseCertificates(ca);
  if (parsed.kind === 'refused') throw new Error('The certificate authority is not a PEM certificate');
  return createSecureContext({
    ca: [...getCACertificates('default'), parsed.pem],
    allowPartialTrustChain: true,
  });
}

/** `CN=GitLab authority\nO=Acme` → `GitLab authority`. */
export function nameOf(distinguishedName: string | undefined): string {
  const parts = new Map(
    (distinguishedName ?? '').split('\n').map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
  return parts.get('CN') ?? parts.get('O') ?? (distinguishedName || 'nobody').replaceAll('\n', ', ');
}
