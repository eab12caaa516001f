import type { Socket } from 'node:net';

/**
 * Has what is written to a socket within one turn of the event loop leave together. Each write is a call into the system that
 * wakes the other side: for the small commands of a job queue that costs both more than the commands do.
 */
export function corkWrites(socket: Socket): void {
  const { write } = socket;
  let isCorked = false;
  const uncork = (): void => {
    isCorked = false;
    socket.uncork();
  };
  const writeTogether = (...input: unknown[]): boolean => {
    if (!isCorked) {
      isCorked = true;
      socket.cork();
      setImmediate(uncork);
    }
    return Reflect.apply(write, socket, input);
  };
  Object.defineProperty(socket, 'write', { configurable: true, writable: true, value: writeTogether });
}
