/** Where a submodule's address leads, as far as Notelab can tell without asking anybody. */
export type SubmodulePlace =
  | { kind: 'here'; repositoryPath: string }
  | { kind: 'elsewhere' }
  | { kind: 'unusable' };

const unusable: SubmodulePlace = { kind: 'unusable' };

/**
 * Reads the address that `.gitmodules` gives, which anybody may have written: only addresses of repositories on the
 * checkout's own instance mean something here, in any of the ways people write them. A relative one counts from the
 * repository's canonical address, whatever the configuration of the clone says of its remote.
 */
export function locateSubmodule(
  url: string,
  { instanceUrl, repositoryPath }: { instanceUrl: string; repositoryPath: string },
): SubmodulePlace {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (url === '' || /[\u0000-\u0020\u007f\\%]/.test(url) || url.startsWith('-') || url.includes('::'))
    return unusable;
  const instance = new URL(instanceUrl);
  const base = instance.pathname.replace(/\/+$/, '');
  if (url.startsWith('./') || url.startsWith('../')) return toPlace(joined(repositoryPath, url));

  const [, sshHost, sshPath] = /^(?:ssh:\/\/)?git@([^/:]+)(?::\d+)?[/:](.+)$/.exec(url) ?? [];
  if (sshHost && sshPath)
    return sshHost.toLowerCase() === instance.hostname ? toPlace(sshPath) : { kind: 'elsewhere' };

  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return unusable;
  if (parsed.search || parsed.hash) return unusable;
  const isHere = parsed.origin === instance.origin && parsed.pathname.startsWith(`${base}/`);
  return isHere ? toPlace(parsed.pathname.slice(base.length + 1)) : { kind: 'elsewhere' };
}

function toPlace(path: string | null): SubmodulePlace {
  const plain = path?.replace(/\/+$/, '').replace(/\.git$/, '') ?? '';
  const names = plain.split('/');
  const isPath = names.length >= 2 && names.every((name) => /^[\p{L}\p{N}_.][\p{L}\p{N}_.+-]*$/u.test(name));
  return isPath && !names.some((name) => /^\.+$/.test(name))
    ? { kind: 'here', repositoryPath: plain }
    : unusable;
}

/** `../other.git` beside `acme/analytics`; null when it climbs out of the instance. */
function joined(repositoryPath: string, relative: string): string | null {
  const names = repositoryPath.split('/');
  for (const name of relative.split('/')) {
    if (name === '.' || name === '') continue;
    if (name !== '..') names.push(name);
    else if (names.pop() === undefined) return null;
  }
  return names.join('/');
}
