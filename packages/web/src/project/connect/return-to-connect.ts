/** The present page's path, with the dialog to be open on the way back from GitLab. */
export function pathToConnect(): string {
  const address = new URL(window.location.href);
  address.searchParams.delete('gitlab');
  address.searchParams.set('connect', 'repository');
  return address.pathname + address.search;
}
