import { once } from 'node:events';
import { connect } from 'node:net';

export interface Load {
  readonly endpoint: URL;
  /** Each is a whole HTTP request, and asked in turn. */
  readonly requests: readonly Buffer[];
  readonly count: number;
  readonly connections: number;
  readonly signal: AbortSignal;
}

export function httpRequest(endpoint: URL, target: string, body: string): Buffer {
  return Buffer.from(
    `POST / HTTP/1.1\r\nHost: ${endpoint.host}\r\nContent-Type: application/x-amz-json-1.1\r\n` +
      `X-Amz-Target: AmazonEC2ContainerServiceV20141113.${target}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

const HEAD = Buffer.from('HEAD ');

/**
 * Sends `count` requests over kept-alive connections, each the next when the last was answered, as SDKs do.
 * Bare sockets, because an HTTP client would cost more than the server that is measured. Throws at any
 * answer but 200. Resolves to the seconds taken.
 */
export async function load({ endpoint, requests, count, connections, signal }: Load): Promise<number> {
  let next = 0;
  const begun = performance.now();
  const worker = async (): Promise<void> => {
    const socket = connect({ host: endpoint.hostname, port: Number(endpoint.port), noDelay: true, signal });
    await once(socket, 'connect');
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // The answer to HEAD tells a length, and has no body.
    let isHead = false;
    const send = (): void => {
      const request = requests[next % requests.length];
      if (next >= count || request === undefined) return resolve();
      next += 1;
      isHead = request.subarray(0, 5).equals(HEAD);
      socket.write(request);
    };
    let waiting: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
      const end = waiting.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = waiting.toString('latin1', 0, end);
      const told = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
      const length = isHead ? 0 : told;
      if (!head.startsWith('HTTP/1.1 200') || Number.isNaN(length)) {
        return reject(new Error(`an answer that was not expected: ${waiting.toString()}`));
      }
      if (waiting.length < end + 4 + length) return;
      waiting = Buffer.alloc(0);
      send();
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server closed a connection')));
    send();
    try {
      await promise;
    } finally {
      socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return (performance.now() - begun) / 1000;
}
