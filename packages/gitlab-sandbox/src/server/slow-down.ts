import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Lets the body through at a speed, as a slow network would. The writer is told to wait after each piece. */
export function slowDown(response: ServerResponse, bytesPerSecond: number): void {
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  let earlier = Promise.resolve();
  const inTurn = (bytes: number, then: () => void) => {
    earlier = earlier
      .then(() => sleep((bytes / bytesPerSecond) * 1000))
      .then(() => {
        if (!response.destroyed) then();
      });
  };
  response.write = ((chunk: Uint8Array | string) => {
    inTurn(chunk.length, () => {
      write(chunk);
      response.emit('drain');
    });
    return false;
  }) as typeof response.write;
  response.end = ((chunk?: Uint8Array | string) => {
    inTurn(chunk?.length ?? 0, () => end(chunk));
    return response;
  }) as typeof response.end;
}
