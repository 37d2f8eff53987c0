import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../kernel/clock.ts';
import { limits } from './limits.ts';

/**
 * Cuts off a connection on which nothing comes or goes, until its answer is sent: a transfer may take as
 * long as it likes, but not stand still. The socket's own time-out is the server's, which closes kept
 * connections by it.
 */
export function cutWhenIdle(clock: Clock, socket: Socket, answer: ServerResponse): void {
  let timer: Disposable;
  let seen = -1;
  const look = (): void => {
    const moved = socket.bytesRead + socket.bytesWritten;
    if (moved === seen) return void socket.destroy();
    seen = moved;
    timer = clock.schedule(clock.now() + limits.idleTimeout, look);
  };
  look();
  answer.once('close', () => timer[Symbol.dispose]());
}
