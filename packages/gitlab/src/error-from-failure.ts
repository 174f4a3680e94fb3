import { chainOf, codeOf } from './error-chain.ts';
import { GitLabError } from './gitlab-error.ts';
import { AddressRefusedError } from './guarded-lookup.ts';
import { ProxyError } from './proxy.ts';

/** OpenSSL's and Node's codes for "this certificate is not one I trust for this name now". */
const certificateCodes = new Set([
  'CERT_CHAIN_TOO_LONG',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const brokenConnectionCodes = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'UND_ERR_SOCKET',
]);

const tooSlow = 'no answer in time';

/** Turns what a request threw before an answer was complete into a `GitLabError`. */
export function errorFromFailure(failure: unknown): GitLabError {
  const errors = chainOf(failure);
  for (const error of errors) {
    if (error instanceof GitLabError) return error;
    if (error instanceof AddressRefusedError) {
      return new GitLabError('address-refused', { gitlabMessage: error.message });
    }
    if (error instanceof ProxyError) return new GitLabError('unavailable', { gitlabMessage: error.message });
    if (error.name === 'TimeoutError') {
      return new GitLabError('unavailable', { gitlabMessage: tooSlow });
    }
  }
  const codes = errors.map(codeOf).filter((code) => code !== null);
  const certificateCode = codes.find((code) => certificateCodes.has(code));
  if (certificateCode) return new GitLabError('certificate', { gitlabMessage: certificateCode });
  const networkCode = codes.find(isNetworkCode);
  if (networkCode) {
    const gitlabMessage = /^UND_ERR_.*TIMEOUT$/.test(networkCode) ? tooSlow : networkCode;
    return new GitLabError('unavailable', { gitlabMessage });
  }
  // Only the code: messages of other layers may quote what was sent.
  return new GitLabError('unexpected', { gitlabMessage: codes[0] ?? null });
}

/** A connection that could not be made or broke: worth another attempt, unlike one that was too slow. */
export function isBrokenConnection(failure: unknown): boolean {
  return chainOf(failure).some((error) => brokenConnectionCodes.has(codeOf(error) ?? ''));
}

function isNetworkCode(code: string): boolean {
  if (code.startsWith('UND_ERR_')) return /SOCKET|TIMEOUT|CLOSED|DESTROYED|ABORTED/.test(code);
  return code.startsWith('ERR_SSL_') || /^E(?!RR_)[A-Z_]+$/.test(code);
}
