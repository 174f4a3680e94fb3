import ipaddr from 'ipaddr.js';

/**
 * `public`: on the internet. `private`: an operator may allow it (loopback, RFC 1918, unique local, CGNAT).
 * `forbidden`: never a GitLab (link-local, cloud metadata, multicast, reserved …).
 */
export type AddressReach = 'public' | 'private' | 'forbidden';

/** Metadata services that live in ranges an operator may otherwise allow. */
const metadataAddresses = new Set(['100.100.100.200', 'fd00:ec2:0:0:0:0:0:254', 'fd20:ce:0:0:0:0:0:254']);

const operatorRanges = new Set(['private', 'loopback', 'carrierGradeNat', 'uniqueLocal']);

/** Where an IP address leads; IPv6 forms that embed an IPv4 address count as that address. */
export function addressReach(address: string): AddressReach {
  const text = address.replace(/^\[(.*)\]$/, '$1');
  if (!ipaddr.isValid(text)) return 'forbidden';
  const parsed = ipaddr.parse(text);
  const embedded = parsed instanceof ipaddr.IPv6 ? embeddedIPv4(parsed) : null;
  if (embedded) return addressReach(embedded);
  if (metadataAddresses.has(parsed.toNormalizedString())) return 'forbidden';
  const range = parsed.range();
  if (range === 'unicast') return 'public';
  return operatorRanges.has(range) ? 'private' : 'forbidden';
}

/** True for every address that is not on the public internet, and for text that is no IP address. */
export function isPrivateAddress(ip: string): boolean {
  return addressReach(ip) !== 'public';
}

function embeddedIPv4(address: ipaddr.IPv6): string | null {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = address.parts;
  const lastTwo = () => toDotted(g, h);
  if (address.isIPv4MappedAddress()) return lastTwo();
  if (address.range() === 'rfc6145') return lastTwo();
  // NAT64 (RFC 6052); its local-use prefix 64:ff9b:1::/48 stays forbidden.
  if (a === 0x64 && b === 0xff9b && c === 0 && d === 0 && e === 0 && f === 0) return lastTwo();
  if (address.range() === '6to4') return toDotted(b, c);
  // IPv4-compatible addresses (::a.b.c.d), deprecated but still parsed.
  if (a + b + c + d + e + f === 0 && g !== 0) return lastTwo();
  return null;
}

function toDotted(high: number, low: number): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}
