/** In the making. */
export function ConnectedRepositories() {
  return <h1>ConnectedRepositories</h1>;
}
