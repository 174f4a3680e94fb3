import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { InstanceId, ProjectId, TerminalId, UserId } from './ids.ts';
import { DisplayName } from './names.ts';

const Columns = z.number().int().min(2).max(1000);
const Rows = z.number().int().min(1).max(1000);

/** As whom git in the terminal reaches one instance: always the terminal's owner. */
export const TerminalGitAccess = z.object({
  instanceId: InstanceId,
  instanceName: z.string(),
  /** Host with its sub-path, as people say it: `gitlab.example.com`. */
  instanceHost: z.string(),
  /** `no-jail`: processes of this project cannot be kept apart, so git gets no access here. */
  state: z.enum(['ready', 'not-linked', 'needs-reconnect', 'no-jail']),
  username: z.string().nullable(),
});
export type TerminalGitAccess = z.infer<typeof TerminalGitAccess>;

const Person = z.object({ id: UserId, name: z.string() });

export const Terminal = z.object({
  id: TerminalId,
  projectId: ProjectId,
  owner: Person,
  name: z.string(),
  createdAt: z.iso.datetime(),
  /** Others of the project may watch. */
  shared: z.boolean(),
  /** Who types in the owner's place; while somebody does, git has no access. */
  typist: Person.nullable(),
  watchers: z.array(Person),
  /** Empty for all but the owner. */
  git: z.array(TerminalGitAccess),
  /** Why it ended, as a sentence; null while it runs. */
  ended: z.string().nullable(),
});
export type Terminal = z.infer<typeof Terminal>;

const tag = 'Terminals';
const inProject = z.object({ projectId: ProjectId });
const ofTerminal = z.object({ terminalId: TerminalId });

export const listTerminals = endpoint({
  method: 'GET',
  path: '/api/projects/:projectId/terminals',
  tag,
  summary: 'One’s own terminals of the project and those that are shared, oldest first',
  params: inProject,
  response: z.array(Terminal),
});
export const openTerminal = endpoint({
  method: 'POST',
  path: '/api/projects/:projectId/terminals',
  tag,
  summary: 'Open a terminal in the project’s folder (editor)',
  params: inProject,
  body: z.object({ columns: Columns, rows: Rows }),
  response: Terminal,
});
export const changeTerminal = endpoint({
  method: 'PATCH',
  path: '/api/terminals/:terminalId',
  tag,
  summary: 'Rename a terminal, let others of the project watch it or stop that (its owner)',
  params: ofTerminal,
  body: z.object({ name: DisplayName.optional(), shared: z.boolean().optional() }),
  response: Terminal,
});
export const handOverTerminal = endpoint({
  method: 'POST',
  path: '/api/terminals/:terminalId/typist',
  tag,
  summary:
    'Let an editor who may watch type, without git access; null takes the terminal back with a fresh shell (its owner)',
  params: ofTerminal,
  body: z.object({ userId: UserId.nullable() }),
  response: Terminal,
});
export const closeTerminal = endpoint({
  method: 'DELETE',
  path: '/api/terminals/:terminalId',
  tag,
  summary: 'End everything that runs in a terminal and close it (its owner)',
  params: ofTerminal,
  response: z.object({}),
});

/* Screen and keys travel on a WebSocket, `GET /api/terminals/:terminalId/socket`. Binary frames from the server
   are the shell's output, byte for byte; everything else is JSON in text frames. */

export const TerminalServerMessage = z.discriminatedUnion('type', [
  /** First, and again whenever the page fell too far behind: forget the screen and draw `screen` instead. */
  z.object({ type: z.literal('snapshot'), columns: Columns, rows: Rows, screen: z.string() }),
  z.object({ type: z.literal('size'), columns: Columns, rows: Rows }),
  /** Whether what this page types is taken. */
  z.object({ type: z.literal('typing'), allowed: z.boolean() }),
  z.object({ type: z.literal('ended'), reason: z.string() }),
]);
export type TerminalServerMessage = z.infer<typeof TerminalServerMessage>;

export const TerminalClientMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('input'), data: z.string().max(1024 * 1024) }),
  z.object({ type: z.literal('resize'), columns: Columns, rows: Rows }),
  /** So many bytes of output have been drawn since this was last said; the server sends only so far ahead. */
  z.object({ type: z.literal('drawn'), bytes: z.number().int().min(0) }),
]);
export type TerminalClientMessage = z.infer<typeof TerminalClientMessage>;
