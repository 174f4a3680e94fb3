import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** Runs in the frame: takes HTML from the page around it, shows it, and says how high it is. */
const script = `
const parentPage = window.parent;
const removed = 'script, meta, base, link, iframe, frame, object, embed, template';
addEventListener('message', ({ source, data }) => {
  if (source !== parentPage) return;
  const { head, body } = new DOMParser().parseFromString(data.html, 'text/html');
  for (const root of [head, body]) for (const element of root.querySelectorAll(removed)) element.remove();
  for (const element of body.querySelectorAll('*'))
    for (const { name } of [...element.attributes]) if (/^on/i.test(name)) element.removeAttribute(name);
  for (const picture of body.querySelectorAll('img'))
    if (!/^data:/i.test(picture.src)) picture.replaceWith('[' + (picture.alt || 'picture') + ': ' + picture.getAttribute('src') + ']');
  for (const link of body.querySelectorAll('[href]')) {
    const isWeb = /^https?:\\/\\//i.test(link.getAttribute('href'));
    if (link.localName !== 'a' || !isWeb) link.removeAttribute('href');
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer');
  }
  document.body.replaceChildren(...head.querySelectorAll('style'), ...body.childNodes);
});
const tell = () => parentPage.postMessage({ height: Math.ceil(document.body.getBoundingClientRect().height) }, '*');
new ResizeObserver(tell).observe(document.body);
parentPage.postMessage({ ready: true }, '*');
`;

const page = `<!doctype html>
<html><head><meta charset="utf-8"><title>Output</title><style>
/* Programs write for white paper, and set colours of their own upon it. */
html { background: #fff; color: #18181b; color-scheme: light; font: 12px/1.5 system-ui, sans-serif; overflow-y: hidden; }
body { display: flow-root; margin: 0; padding: 2px; }
a { color: #bf3f0f; }
table { border-collapse: collapse; }
th, td { padding: 3px 8px; }
img, svg { max-width: 100%; }
</style></head><body><script>${script}</script></body></html>`;

const hash = createHash('sha256').update(script).digest('base64');

/**
 * Whatever shows this page, and by whichever address: it has an origin of its own that nothing else has, runs no
 * script but the one above, loads nothing from anywhere, sends no form.
 */
const policy = [
  "default-src 'none'",
  `script-src 'sha256-${hash}'`,
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox',
].join('; ');

/** Serves the page in which HTML that programs wrote (outputs of notebooks) is shown apart from Notelab. */
export function serveOutputFrame(app: FastifyInstance): void {
  app.get('/api/output-frame', { schema: { hide: true } }, (_request, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .header('cache-control', 'public, max-age=3600')
      .send(page),
  );
}
