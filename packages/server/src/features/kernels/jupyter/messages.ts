import { z } from 'zod';

const Content = z.record(z.string(), z.unknown());

/** A message of a kernel, as Jupyter's WebSocket brings it: https://jupyter-client.readthedocs.io/en/stable/messaging.html */
export const KernelMessage = z.object({
  channel: z.string().nullish(),
  header: z.object({ msg_id: z.string(), msg_type: z.string() }),
  parent_header: z.object({ msg_id: z.string().nullish() }).nullish(),
  metadata: Content.nullish(),
  content: Content,
});
export type KernelMessage = z.infer<typeof KernelMessage>;

/** Null for what is no message, whoever sent it: programs in a kernel can send anything. */
export function parseMessage(text: string): KernelMessage | null {
  try {
    return KernelMessage.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

export interface OutgoingMessage {
  channel: 'shell' | 'control' | 'stdin';
  type: string;
  content: Record<string, unknown>;
}

export function writeMessage(
  { channel, type, content }: OutgoingMessage,
  id: string,
  session: string,
): string {
  const date = new Date().toISOString();
  return JSON.stringify({
    channel,
    header: { msg_id: id, msg_type: type, username: 'notelab', session, date, version: '5.3' },
    parent_header: {},
    metadata: {},
    content,
    buffers: [],
  });
}

const Status = z.object({ execution_state: z.string() });

/** `busy`, `idle`, `starting`, `restarting`, `dead`; null for messages of another kind. */
export function readStatus({ header, content }: KernelMessage): string | null {
  return header.msg_type === 'status' ? (Status.safeParse(content).data?.execution_state ?? null) : null;
}
