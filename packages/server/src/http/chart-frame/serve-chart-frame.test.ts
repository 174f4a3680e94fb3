import { gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { serveChartFrame } from './serve-chart-frame.ts';

test('the frame for charts has no part in the origin of Notelab, and runs the scripts it came with only', async () => {
  const app = Fastify();
  serveChartFrame(app);
  for (const [library, defined] of [
    ['plotly', 'window.Plotly'],
    ['vega', 'vegaEmbed'],
  ]) {
    const { body, headers } = await app.inject(`/api/chart-frame/${library}`);
    const policy = String(headers['content-security-policy']).split('; ');
    const nonce = /<script nonce="([^"]+)"/.exec(body)![1]!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src 'nonce-${nonce}'`);
    expect(policy).toContain('sandbox allow-scripts allow-downloads');
    expect(policy.filter((directive) => /connect-src|unsafe-eval|https?:/.test(directive))).toEqual([]);

    const scripts = [...body.matchAll(/src="([^"]+)"/g)].map(([, address]) => address!);
    const answers = await Promise.all(scripts.map((address) => app.inject(address)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(scripts.map(() => 200));
    expect(answers.map(({ rawPayload }) => gunzipSync(rawPayload).toString()).join('')).toContain(defined);
    expect((await app.inject(`/api/chart-frame/${library}`)).body).not.toContain(nonce);
  }
  expect((await app.inject('/api/chart-frame/scripts/frame.js')).statusCode).toBe(404);
  await app.close();
});
