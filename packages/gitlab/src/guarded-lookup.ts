import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { addressReach } from './address-reach.ts';

/** Thrown instead of connecting to an address that Notelab must not contact. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
  readonly hostname: string;
  readonly address: string;
  /** `private`: the operator could allow it. */
  readonly reach: 'private' | 'forbidden';

  constructor(hostname: string, address: string, reach: 'private' | 'forbidden') {
    const subject = hostname === address ? address : `${hostname} (${address})`;
    super(
      reach === 'private'
        ? `${subject} is in a private network; the operator has not allowed private hosts`
        : `${subject} is not an address where a GitLab can be`,
    );
    this.hostname = hostname;
    this.address = address;
    this.reach = reach;
  }
}

export type Resolve = (hostname: string, options: LookupOptions & { all: true }) => Promise<LookupAddress[]>;

/** Throws unless connections to this IP address are allowed. */
export function assertAddressAllowed(hostname: string, address: string, allowPrivateHosts: boolean): void {
  const reach = addressReach(address);
  if (reach === 'public' || (reach === 'private' && allowPrivateHosts)) return;
  throw new AddressRefusedError(hostname, address, reach);
}

/**
 * Throws unless a host may be reached through a proxy, which looks its name up once more: as far as it can be known
 * here. A name that only the proxy knows is the proxy's to decide about.
 */
export async function assertHostAllowed(
  hostname: string,
  allowPrivateHosts: boolean,
  resolve: Resolve = lookup,
): Promise<void> {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(literal) !== 0) return assertAddressAllowed(literal, literal, allowPrivateHosts);
  const addresses = await resolve(hostname, { all: true }).catch(() => []);
  for (const { address } of addresses) assertAddressAllowed(hostname, address, allowPrivateHosts);
}

/**
 * A `lookup` for sockets that resolves the name and checks the very addresses that the socket is going to
 * use. A name that resolves differently from one moment to the next (DNS rebinding) gains nothing, because
 * there is no second resolution. One refused address refuses the name: an honest host has none.
 */
export function createGuardedLookup(allowPrivateHosts: boolean, resolve: Resolve = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }).then(
      (addresses) => {
        try {
          for (const { address } of addresses) assertAddressAllowed(hostname, address, allowPrivateHosts);
        } catch (error) {
          return callback(error as Error, '');
        }
        if (options.all) return callback(null, addresses);
        const [first] = addresses;
        if (!first) return callback(new Error(`${hostname} has no address`), '');
        callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, ''),
    );
  };
}
