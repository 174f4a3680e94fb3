function parse(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

const isLoopbackAddress = (url: URL) => /^127\.\d+\.\d+\.\d+$|^\[::1\]$/.test(url.hostname);

const sortedQuery = (url: URL) => url.search.slice(1).split('&').sort().join('&');

/** As Doorkeeper compares them: a registered query must be there whole, another one is let through. */
function matches(asked: URL, registered: URL): boolean {
  if (registered.search !== '' && sortedQuery(asked) !== sortedQuery(registered)) return false;
  // RFC 8252, section 7.3: an application on the user's own machine takes whatever port is free.
  const isPortFree = isLoopbackAddress(asked) && isLoopbackAddress(registered);
  const [one, other] = [asked, registered].map((url) => {
    const bare = new URL(url);
    bare.search = '';
    if (isPortFree) bare.port = '';
    return bare.href;
  });
  return one === other;
}

/** Whether an application that registered some redirect addresses may be sent to this one. */
export function isRegisteredRedirect(text: string, registeredUris: string[]): boolean {
  const asked = parse(text);
  if (!asked || text.includes('#')) return false;
  return registeredUris.some((uri) => {
    const registered = parse(uri);
    return registered !== null && matches(asked, registered);
  });
}
