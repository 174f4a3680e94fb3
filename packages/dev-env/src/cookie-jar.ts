/** The cookies of one browser towards one site: enough of RFC 6265 for servers on loopback. */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  /** Value of the `Cookie` header, '' when there is none to send. */
  header(): string {
    return Array.from(this.#cookies, ([name, value]) => `${name}=${value}`).join('; ');
  }

  store(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const name = pair.slice(0, pair.indexOf('=')).trim();
      const gone = attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute));
      if (gone) this.#cookies.delete(name);
      else this.#cookies.set(name, pair.slice(pair.indexOf('=') + 1).trim());
    }
  }
}
