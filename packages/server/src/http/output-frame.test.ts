import { createHash } from 'node:crypto';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { serveOutputFrame } from './output-frame.ts';

test('the frame for outputs has no part in the origin of Notelab, and runs its own script only', async () => {
  const app = Fastify();
  serveOutputFrame(app);
  const { body, headers } = await app.inject('/api/output-frame');
  const policy = String(headers['content-security-policy']).split('; ');
  const script = /<script>([\s\S]*)<\/script>/.exec(body)![1]!;
  expect(policy).toContain(`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  expect(policy).toContain("default-src 'none'");
  const sandbox = policy.find((directive) => directive.startsWith('sandbox'))!;
  expect(sandbox).not.toContain('allow-same-origin');
  expect(sandbox).not.toContain('allow-top-navigation');
  expect(sandbox).not.toContain('allow-forms');
  await app.close();
});
