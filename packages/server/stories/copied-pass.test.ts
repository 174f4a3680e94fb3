import { cancelOperation, fetchCheckout } from '@notelab/contract';
import { type Client, createWorld, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ConnectedProject, connectProject, endOf } from './a-connected-project.ts';
import { inTerminal } from './in-a-terminal.ts';

let world: World;
let admin: Client;
let connected: ConnectedProject;

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signInLinked('admin', 'maintainer');
  connected = await connectProject(world, admin, 'acme/analytics');
});
afterAll(() => world?.close());

test('the pass of an action is worth nothing to any process but its git, while it lives', async () => {
  const { passes, gateway } = world.notelab.context;
  const issued = vi.spyOn(passes, 'issue');
  const asked = () => world.sandbox.requests().filter(({ path }) => path.includes('git-upload-pack'));
  const before = asked().length;
  // GitLab keeps git waiting, so that others can try the pass while git has it.
  world.sandbox.faults.set({ match: 'git-upload-pack', kind: 'delay', delayMs: 30_000, times: 1 });
  const operation = await admin.call(fetchCheckout, { params: { checkoutId: connected.checkout.id } });
  await expect.poll(() => asked().length, { timeout: 20_000 }).toBe(before + 1);
  const { secret } = issued.mock.results[0]!.value as { secret: string };
  const refs = `${gateway.urlFor(world.instanceId)}acme/analytics.git/info/refs?service=git-upload-pack`;
  const authorization = `Basic ${btoa(`x:${secret}`)}`;

  const byServer = await fetch(refs, { headers: { authorization } });
  expect([byServer.status, await byServer.text()]).toEqual([
    403,
    'This pass was made for another terminal or action. It opens nothing here.\n',
  ]);
  // Another process of the same project, in a jail of its own.
  const byNeighbour = await inTerminal(
    world,
    connected.project,
    `/opt/notelab/node -e 'fetch(process.argv[1], { headers: { authorization: process.argv[2] } })
       .then(({ status }) => console.log(status))' '${refs}' '${authorization}'`,
  );
  expect(byNeighbour).toBe('403');
  expect(asked().length).toBe(before + 1);
  await admin.call(cancelOperation, { params: { operationId: operation.id } });
  expect(await endOf(admin, operation)).toBe('cancelled');
});
