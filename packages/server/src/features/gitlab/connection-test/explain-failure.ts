import { AddressRefusedError, chainOf, codeOf, ProxyError } from '@notelab/gitlab';
import { type Finding, failed } from './finding.ts';

interface About {
  host: string;
  /** Null when nothing is between. */
  proxy: string | null;
}

/** Says why no connection was made. */
export function explainFailure(failure: unknown, about: About): Finding {
  const errors = chainOf(failure);
  for (const error of errors) {
    if (error instanceof AddressRefusedError) return explainRefusal(error, about);
    if (error instanceof ProxyError) return explainProxy(error, about);
  }
  if (errors.some(isTimeout)) {
    return failed(`${about.host} does not answer.`, {
      why: 'No answer came within the time that Notelab waits. Most often a firewall between the two drops the connection.',
      next: `Let the server that Notelab runs on reach ${about.host}, or enter the proxy that leads there.`,
      raw: rawOf(failure),
    });
  }
  const codes = errors.map(codeOf);
  const code = codes.find((one) => one !== null && one in words);
  const said = code ? words[code]?.(about.host) : undefined;
  return said
    ? failed(said.summary, { ...said, raw: rawOf(failure) })
    : failed(`The connection to ${about.host} could not be made.`, {
        next: 'The details below say what the system said.',
        raw: rawOf(failure),
      });
}

const words: Record<string, (host: string) => { summary: string; why?: string; next: string }> = {
  ENOTFOUND: (host) => ({
    summary: `There is no host named ${withoutPort(host)}.`,
    why: 'The name servers of the machine that Notelab runs on do not know the name.',
    next: 'Check the spelling. A name that only your network knows must be known on that machine, too.',
  }),
  EAI_AGAIN: (host) => ({
    summary: `The name ${withoutPort(host)} could not be looked up.`,
    why: 'The name server of the machine that Notelab runs on does not answer.',
    next: 'Try again in a moment. If it stays so, whoever runs that machine has to look at its DNS settings.',
  }),
  ECONNREFUSED: (host) => ({
    summary: `Nothing listens at ${host}.`,
    why: 'The machine is there and refused the connection to this port.',
    next: 'Check the port, and whether GitLab runs. Without a port in the address it is 443 for https and 80 for http.',
  }),
  ECONNRESET: brokenOff,
  EPIPE: brokenOff,
  UND_ERR_SOCKET: brokenOff,
  EHOSTUNREACH: noWay,
  ENETUNREACH: noWay,
};

function brokenOff(host: string) {
  return {
    summary: `${host} broke off the connection without an answer.`,
    why: 'Something listens there, but it is no web server, or a firewall cuts the connection.',
    next: 'Check address and port.',
  };
}

function noWay(host: string) {
  return {
    summary: `There is no way to ${host} from this server.`,
    next: `Let the server that Notelab runs on reach ${host}, or enter the proxy that leads there.`,
  };
}

function explainRefusal({ hostname, address, reach, message }: AddressRefusedError, about: About): Finding {
  const isProxy = about.proxy !== null && new URL(about.proxy).hostname === hostname;
  const subject = `${isProxy ? 'The proxy ' : ''}${hostname}${hostname === address ? '' : ` (${address})`}`;
  if (reach === 'forbidden') {
    return failed(`${subject} is an address where no GitLab can be.`, {
      why: 'Notelab never contacts addresses that machines keep for themselves, such as those of cloud metadata.',
      next: 'Enter the address that people open in their browser.',
      raw: message,
    });
  }
  return failed(`${subject} is in a private network, which this Notelab must not contact.`, {
    why: 'Only its operator can allow that, so that nobody uses Notelab to look around in a network.',
    next: 'Ask the operator to start Notelab with NOTELAB_ALLOW_PRIVATE_GITLAB=true.',
    raw: message,
  });
}

function explainProxy(error: ProxyError, { host, proxy }: About): Finding {
  const raw = rawOf(error);
  const name = proxy ?? 'The proxy';
  switch (error.status) {
    case null:
      return failed(`The proxy ${name} cannot be used.`, {
        why: proxyReason(error),
        next: 'Check the address and port of the proxy, and whether it is https:// or http://.',
        raw,
      });
    case 407:
      return failed(`${error.message.replace(' (407)', '')}.`, {
        next: 'Enter the proxy as http://user:password@host:port.',
        raw,
      });
    case 403:
      return failed(`The proxy ${name} does not allow connections to ${host}.`, {
        next: 'Ask whoever runs the proxy to allow them (CONNECT), also to ports other than 443 when the address has one.',
        raw,
      });
    default:
      return failed(`The proxy ${name} could not reach ${host}.`, {
        why: `It answered ${error.status}: there is no such host for it, or nothing listens there.`,
        next: 'Check the address of GitLab; if it is right, ask whoever runs the proxy.',
        raw,
      });
  }
}

function proxyReason(error: ProxyError): string {
  const errors = chainOf(error);
  if (errors.some(isTimeout)) return 'It does not answer.';
  const codes = errors.map(codeOf);
  if (codes.includes('ENOTFOUND')) return 'There is no host of this name.';
  if (codes.includes('ECONNREFUSED')) return 'Nothing listens there.';
  if (codes.some((code) => code?.includes('CERT') || code?.includes('VERIFY')))
    return 'Its certificate is not trusted.';
  return 'It does not speak as a proxy does.';
}

function isTimeout(error: Error): boolean {
  const code = codeOf(error) ?? '';
  return error.name === 'TimeoutError' || code === 'ETIMEDOUT' || /^UND_ERR_.*TIMEOUT$/.test(code);
}

/** What the system said. No error of a connection that was not made holds anything that was sent. */
export function rawOf(failure: unknown): string {
  const lines = chainOf(failure).map((error) => [codeOf(error), error.message].filter(Boolean).join(': '));
  return [...new Set(lines.filter((line) => line !== ''))].join('\n');
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '');
}
