import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { deliveryRoute } from './delivery-route.ts';
import type { Announced, Deliveries } from './receive-delivery.ts';

test('deliveries that broke off while they were looked at do not keep others out', {
  timeout: 10_000,
}, async () => {
  const looked: (() => void)[] = [];
  let isSlow = true;
  let began = () => {};
  const deliveries: Deliveries = {
    async announce() {
      if (isSlow) {
        began();
        await new Promise<void>((resolve) => looked.push(resolve));
      }
      return { row: { id: 'hook' } } as Announced;
    },
    async receive() {},
  };
  const app = fastify();
  onTestFinished(() => app.close());
  await deliveryRoute(app, { deliveries });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;

  for (let count = 0; count < 8; count += 1) {
    const begun = new Promise<void>((resolve) => {
      began = resolve;
    });
    const closed = once(app.server, 'connection').then(
      ([socket]) => new Promise((resolve) => socket.once('close', resolve)),
    );
    const client = connect(port, '127.0.0.1');
    client.write('POST /api/gitlab/hooks/hook HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\n');
    await begun;
    client.destroy();
    await closed;
  }
  for (const end of looked) end();
  isSlow = false;
  const answer = await fetch(`http://127.0.0.1:${port}/api/gitlab/hooks/hook`, {
    method: 'POST',
    body: '{}',
  });
  expect(answer.status).toBe(204);
});
