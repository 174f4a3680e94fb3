/** In the making. */
export function General() {
  return <h1>General</h1>;
}
