import { isIP } from 'node:net';

const localNetworks = /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|0\.)/;

/** Whether GitLab takes the address of a webhook. */
export function isAcceptedHookUrl(text: string, { refusesLocal }: { refusesLocal: boolean }): boolean {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol)) return false;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!refusesLocal) return true;
  if (host === 'localhost' || host.endsWith('.localhost')) return false;
  if (isIP(host) === 6) return !/^(::1?$|f[cd]|fe80:|::ffff:)/i.test(host);
  return !localNetworks.test(host);
}
