import { once } from 'node:events';
import type { Server } from 'node:http';

/** Resolves to the address of a server that has taken a free port. */
export async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}
