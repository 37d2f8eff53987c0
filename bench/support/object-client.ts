import { Agent, request } from 'node:http';

const piece = Buffer.alloc(1024 ** 2, 'longshore ');

/** Names the service, as a signature does; nobody checks the rest. */
export const authorization =
  'AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';

/** Puts and gets bytes of no interest over one kept connection. Throws at any answer but 200. */
export class ObjectClient implements Disposable {
  readonly #endpoint: URL;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(endpoint: string) {
    this.#endpoint = new URL(endpoint);
  }

  put(path: string, megabytes: number): Promise<number> {
    return this.#call('PUT', path, megabytes);
  }

  /** Resolves to the number of bytes that came. */
  get(path: string): Promise<number> {
    return this.#call('GET', path, 0);
  }

  #call(method: string, path: string, megabytes: number): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const headers = { authorization, 'content-length': megabytes * piece.length };
    const sent = request(new URL(path, this.#endpoint), { method, agent: this.#agent, headers }, (answer) => {
      let length = 0;
      answer.on('data', (bytes: Buffer) => {
        length += bytes.length;
      });
      answer.on('error', reject);
      answer.on('end', () =>
        answer.statusCode === 200 ? resolve(length) : reject(new Error(`answered ${answer.statusCode}`)),
      );
    });
    sent.on('error', reject);
    let left = megabytes;
    const send = (): void => {
      while (left > 0) {
        left -= 1;
        if (!sent.write(piece)) return void sent.once('drain', send);
      }
      sent.end();
    };
    send();
    return promise;
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}
