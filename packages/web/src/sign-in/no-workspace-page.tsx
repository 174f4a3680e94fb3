/** In the making. */
export function NoWorkspacePage() {
  return <h1>NoWorkspacePage</h1>;
}
