import { HocuspocusProviderWebsocket } from '@hocuspocus/provider';

class PageSocket extends HocuspocusProviderWebsocket {
  /** Without a network a connection would seem to be there for half a minute more: this ends it, and tries anew. */
  lose(): void {
    this.emit('close', { event: { code: 4408, reason: 'The network is gone.' } });
  }
}

let socket: PageSocket | null = null;
let holders = 0;

/** The one connection that all notebooks of this page share. Give it back with `releaseSocket`. */
export function holdSocket(): HocuspocusProviderWebsocket {
  holders += 1;
  if (socket) return socket;
  const { protocol, host } = window.location;
  socket = new PageSocket({
    url: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/api/live`,
    delay: 500,
    minDelay: 300,
    maxDelay: 8_000,
    // The browser slows pages down that nobody looks at; their connection is alive all the same.
    messageReconnectTimeout: 150_000,
  });
  window.addEventListener('online', connectAtOnce);
  window.addEventListener('offline', connectAnew);
  return socket;
}

/** Closes the connection when it was the last one that held it. */
export function releaseSocket(): void {
  holders -= 1;
  if (holders > 0) return;
  window.removeEventListener('online', connectAtOnce);
  window.removeEventListener('offline', connectAnew);
  socket?.destroy();
  socket = null;
}

/** The pause between two attempts may be long. */
function connectAtOnce(): void {
  if (socket && socket.status !== 'connected') void socket.connect();
}

const connectAnew = () => socket?.lose();
