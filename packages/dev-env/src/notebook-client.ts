import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import type { NotebookId } from '@notelab/contract';
import type * as Y from 'yjs';
import type { Client } from './client.ts';

/** One open page of a notebook: what the web app's would be, without showing it. */
export interface NotebookPage {
  doc: Y.Doc;
  /** What the others are told of this page, but for who it is. */
  say(field: string, value: unknown): void;
  /** Its reader looks elsewhere. */
  lookAway(): void;
  /** What this page knows of the others and itself. */
  presence(): Record<string, unknown>[];
  /** `read-write` or `readonly`, once it is known. */
  scope(): string | undefined;
  /** Whether the server has everything of this page on disk. */
  isSaved(): boolean;
  /** Why the document was closed or not opened; null while it is open. */
  refusal(): string | null;
  /** The code with which the whole connection was closed. */
  closeCode(): number | null;
  /** Waits until `holds` does; it is asked whenever something has happened. */
  until(holds: () => boolean, what?: string): Promise<void>;
  /** Sends bytes as they are, as no page of ours would. */
  sendBytes(bytes: Uint8Array<ArrayBuffer>): void;
  /** Goes away without a word and comes back no more. */
  close(): void;
}

const waitMs = 10_000;
const events = [
  'authenticated',
  'authenticationFailed',
  'awarenessChange',
  'close',
  'status',
  'synced',
  'unsyncedChanges',
] as const;

/**
 * Opens a notebook as the page of a person does.
 * @param doc what the page already has of it
 */
export async function openNotebookPage(
  client: Client,
  id: NotebookId,
  { doc }: { doc?: Y.Doc } = {},
): Promise<NotebookPage> {
  const waiting = new Set<() => void>();
  const note = () => {
    for (const look of waiting) look();
  };
  let refusal: string | null = null;
  let closeCode: number | null = null;
  const socket = new HocuspocusProviderWebsocket({
    url: `${client.baseUrl.replace('http', 'ws')}/api/live`,
    WebSocketPolyfill: webSocketOf(client),
    delay: 100,
    minDelay: 50,
    maxDelay: 500,
  });
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: id,
    ...(doc && { document: doc }),
    token: 'the cookie signs in',
  });
  provider.on('authenticated', () => {
    refusal = null;
  });
  provider.on('authenticationFailed', ({ reason }: { reason: string }) => {
    refusal = reason;
  });
  provider.on('close', ({ event }: { event: { code: number; reason: string } }) => {
    if (event.code === 1000) refusal = event.reason;
    else closeCode = event.code;
  });
  for (const event of events) provider.on(event, note);
  provider.document.on('update', note);
  provider.attach();

  const page: NotebookPage = {
    doc: provider.document,
    say: (field, value) =>
      provider.awareness!.setLocalState({ ...provider.awareness!.getLocalState(), [field]: value }),
    lookAway: () => provider.awareness!.setLocalState(null),
    presence: () => [...provider.awareness!.getStates().values()],
    scope: () => provider.authorizedScope,
    isSaved: () => provider.isSynced && !provider.hasUnsyncedChanges,
    refusal: () => refusal,
    closeCode: () => closeCode,
    sendBytes: (bytes) => socket.webSocket?.send(bytes),

    until: (holds, what = 'something') =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!holds()) return;
          waiting.delete(look);
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`Waited in vain for ${what}; refusal: ${refusal}, close code: ${closeCode}`));
        }, waitMs);
        waiting.add(look);
        look();
      }),

    close() {
      socket.destroy();
      provider.destroy();
    },
  };
  await page.until(() => page.isSaved() || refusal !== null || closeCode !== null, 'the notebook to open');
  return page;
}

/** Node's own WebSocket takes headers, which a browser's does not. */
function webSocketOf(client: Client): typeof WebSocket {
  const headers = () => ({ cookie: client.cookies(), origin: client.baseUrl });
  return class extends WebSocket {
    constructor(url: string | URL) {
      super(url, { headers: headers() } as unknown as string[]);
      this.binaryType = 'arraybuffer';
    }
  };
}
