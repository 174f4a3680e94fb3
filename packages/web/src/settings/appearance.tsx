/** In the making. */
export function Appearance() {
  return <h1>Appearance</h1>;
}
