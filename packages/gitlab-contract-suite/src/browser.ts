/** Where a browser went: a page of the site, or an address outside of it that it was sent to. */
export type Visit =
  | { kind: 'page'; url: string; status: number; html: string }
  | { kind: 'left'; url: string };

interface PageForm {
  action: string;
  fields: { name: string; value: string; type: string }[];
  buttons: { text: string; name: string; value: string }[];
}

/** A browser of few words: it follows redirects, keeps cookies and sends forms. One site only. */
export function openBrowser(siteUrl: string) {
  const cookies = new Map<string, string>();

  async function send(address: string, form?: URLSearchParams): Promise<Visit> {
    const reply = await fetch(address, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        origin: new URL(siteUrl).origin,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      body: form,
    });
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = reply.headers.get('location');
    if (reply.status < 300 || reply.status >= 400 || location === null) {
      return { kind: 'page', url: address, status: reply.status, html: await reply.text() };
    }
    const next = new URL(location, address).href;
    return next.startsWith(`${siteUrl}/`) ? send(next) : { kind: 'left', url: next };
  }

  /** Presses the button with this text, with the fields filled in as given by their types. */
  function press(page: Visit, button: RegExp, byType: Record<string, string> = {}): Promise<Visit> {
    if (page.kind === 'left') throw new Error(`The browser is at ${page.url}.`);
    const form = listForms(page.html).find(({ buttons }) => buttons.some(({ text }) => button.test(text)));
    if (!form) throw new Error(`There is no button ${button} at ${page.url}: ${page.html.slice(0, 2000)}`);
    const pressed = form.buttons.find(({ text }) => button.test(text));
    const sent = new URLSearchParams(
      form.fields.map(({ name, value, type }) => [name, byType[type] ?? value]),
    );
    if (pressed?.name) sent.set(pressed.name, pressed.value);
    return send(new URL(form.action, page.url).href, sent);
  }

  return { visit: (address: string) => send(address), press };
}

export type Browser = ReturnType<typeof openBrowser>;

/**
 * Goes to an authorization address, signs in where that is asked, and decides. Returns where it ends: at the
 * application's redirect address, or on a page that says what is wrong.
 */
export async function authorizeInBrowser(
  browser: Browser,
  address: string,
  person: { username: string; password: string },
  decision: 'authorize' | 'deny' = 'authorize',
): Promise<Visit> {
  let page = await browser.visit(address);
  if (page.kind === 'page' && /type="password"/.test(page.html)) {
    page = await browser.press(page, /^sign in/i, {
      text: person.username,
      email: person.username,
      password: person.password,
    });
  }
  const decide = decision === 'authorize' ? /^authori[sz]e/i : /^(deny|cancel)/i;
  const isAsked = page.kind === 'page' && page.status === 200 && listForms(page.html).some(offers(decide));
  return isAsked ? browser.press(page, decide) : page;
}

const offers = (text: RegExp) => (form: PageForm) => form.buttons.some((button) => text.test(button.text));

function listForms(html: string): PageForm[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, attributes = '', inner = '']) => {
    const inputs = [...inner.matchAll(/<input\b([^>]*)>/gs)].map(([, own = '']) => ({
      name: readAttribute(own, 'name'),
      value: readAttribute(own, 'value'),
      type: readAttribute(own, 'type') || 'text',
    }));
    const written = [...inner.matchAll(/<button\b([^>]*)>(.*?)<\/button>/gs)].map(
      ([, own = '', text = '']) => ({
        text: decode(text.replace(/<[^>]*>/g, '')).trim(),
        name: readAttribute(own, 'name'),
        value: readAttribute(own, 'value'),
      }),
    );
    const submits = inputs.filter(({ type }) => type === 'submit');
    return {
      action: readAttribute(attributes, 'action'),
      fields: inputs.filter(({ name, type }) => name !== '' && !['submit', 'checkbox'].includes(type)),
      buttons: [...written, ...submits.map(({ name, value }) => ({ text: value, name, value }))],
    };
  });
}

function readAttribute(attributes: string, name: string): string {
  return decode(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '');
}

function decode(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
