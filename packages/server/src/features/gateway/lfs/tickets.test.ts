import {
  type InstanceId,
  newId,
  type ProjectId,
  type RepositoryId,
  type TerminalId,
  type UserId,
} from '@notelab/contract';
import { Secret } from '@notelab/gitlab';
import { beforeEach, describe, expect, test } from 'vitest';
import { createPasses, type Pass, type Passes, type PassRequest } from '../../passes/passes.ts';
import { createTickets, type Ticket, type Tickets } from './tickets.ts';

let nowMs: number;
let passes: Passes;
let tickets: Tickets;
const repositoryId = newId<RepositoryId>();
const request: PassRequest = {
  userId: newId<UserId>(),
  projectId: newId<ProjectId>(),
  instanceId: newId<InstanceId>(),
  repositories: [{ path: 'acme/analytics', repositoryId }],
  access: 'write',
  label: 'test',
  lifetimeMs: 60_000,
  terminalId: newId<TerminalId>(),
};

beforeEach(() => {
  nowMs = 1_800_000_000_000;
  passes = createPasses({ now: () => nowMs });
  tickets = createTickets(passes, { now: () => nowMs });
});

function issue(more: Partial<PassRequest> = {}): Pass {
  const found = passes.find(passes.issue({ ...request, ...more }).secret);
  if (found.kind !== 'live') throw new Error('The pass is not alive.');
  return found.pass;
}
const ticketFor = (oid: string): Ticket => ({
  kind: 'download',
  repositoryId,
  oid,
  size: 1,
  href: new URL('https://gitlab.example.com/x'),
  headers: { authorization: new Secret('Basic x') },
  chunked: false,
  expiresAtMs: nowMs + 30_000,
});

describe('a ticket', () => {
  test('is found with its pass, and with another pass of the same terminal', () => {
    const pass = issue();
    const name = tickets.issue(pass, ticketFor('a'));
    expect(tickets.find(pass, name)?.oid).toBe('a');
    expect(tickets.find(issue(), name)?.oid).toBe('a');
  });

  test.each<[string, Partial<PassRequest>]>([
    ['another terminal', { terminalId: newId<TerminalId>() }],
    ['no terminal', { terminalId: undefined }],
    ['somebody else in the same terminal', { userId: newId<UserId>() }],
    ['another instance', { instanceId: newId<InstanceId>() }],
  ])('is not found from %s', (_case, more) => {
    const name = tickets.issue(issue(), ticketFor('a'));
    expect(tickets.find(issue(more), name)).toBeNull();
  });

  test('of no terminal is not found with another pass', () => {
    const pass = issue({ terminalId: undefined });
    const name = tickets.issue(pass, ticketFor('a'));
    expect(tickets.find(pass, name)).not.toBeNull();
    expect(tickets.find(issue({ terminalId: undefined }), name)).toBeNull();
  });

  test.each(['', 'guess', '__proto__', 'constructor'])('%j is none', (name) => {
    const pass = issue();
    tickets.issue(pass, ticketFor('a'));
    expect(tickets.find(pass, name)).toBeNull();
  });

  test('ends on time', () => {
    const pass = issue();
    const name = tickets.issue(pass, ticketFor('a'));
    nowMs += 29_999;
    expect(tickets.find(pass, name)).not.toBeNull();
    nowMs += 1;
    expect(tickets.find(pass, name)).toBeNull();
  });

  test('ends with the pass that it was issued to', () => {
    const pass = issue();
    const name = tickets.issue(pass, ticketFor('a'));
    const other = issue({ projectId: newId<ProjectId>() });
    const kept = tickets.issue(other, ticketFor('b'));
    passes.voidOf({ projectId: request.projectId }, 'Gone.');
    expect(tickets.find(other, name)).toBeNull();
    expect(tickets.find(other, kept)).not.toBeNull();
  });

  test('gives way when one terminal asks for very many', () => {
    const pass = issue();
    const others = issue({ terminalId: newId<TerminalId>() });
    const untouched = tickets.issue(others, ticketFor('x'));
    const names = Array.from({ length: 5001 }, (_, index) => tickets.issue(pass, ticketFor(`${index}`)));
    expect(tickets.find(pass, names[0]!)).toBeNull();
    expect(tickets.find(pass, names[1]!)).not.toBeNull();
    expect(tickets.find(pass, names.at(-1)!)).not.toBeNull();
    expect(tickets.find(others, untouched)).not.toBeNull();
  });
});
