/** In the making. */
export function AccountSettings() {
  return <h1>AccountSettings</h1>;
}
