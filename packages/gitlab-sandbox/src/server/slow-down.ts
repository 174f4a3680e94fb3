import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const piecesPerSecond = 20;

/**
 * Lets the body through at a speed, as a slow network would: little by little. The writer is told to wait until what
 * it wrote is through.
 */
export function slowDown(response: ServerResponse, bytesPerSecond: number): void {
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const mostBytes = Math.max(1, Math.round(bytesPerSecond / piecesPerSecond));
  let earlier = Promise.resolve();
  const inTurn = (act: () => void | Promise<void>) => {
    earlier = earlier.then(() => (response.destroyed ? undefined : act()));
  };
  const trickle = (chunk: Uint8Array | string) => {
    const bytes = Buffer.from(chunk as Uint8Array);
    for (let at = 0; at < bytes.length; at += mostBytes) {
      const piece = bytes.subarray(at, at + mostBytes);
      inTurn(() => sleep((piece.length / bytesPerSecond) * 1000));
      inTurn(() => void write(piece));
    }
  };
  response.write = ((chunk: Uint8Array | string) => {
    trickle(chunk);
    inTurn(() => void response.emit('drain'));
    return false;
  }) as typeof response.write;
  response.end = ((chunk?: Uint8Array | string) => {
    if (chunk !== undefined) trickle(chunk);
    inTurn(() => void end());
    return response;
  }) as typeof response.end;
}
