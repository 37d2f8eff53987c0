import { type Agent, request } from 'node:http';

export interface Sent {
  readonly method: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Keeps connections; each request has its own without. */
  readonly agent?: Agent;
}

export interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** The headers of a request that account 111122223333 signed. */
export const signed = (service: string): { readonly authorization: string } => ({
  authorization: `AWS4-HMAC-SHA256 Credential=111122223333/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=ab`,
});

/** A request as it is given, with any Host; `fetch` sets that itself. */
export function send(
  endpoint: string,
  { method, path = '/', headers = {}, body = '', agent }: Sent,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sent = request(
      endpoint,
      { method, path, headers: { ...length, ...headers }, agent: agent ?? false },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.once('error', reject);
        response.once('end', () =>
          resolve({
            status: response.statusCode,
            headers: response.headers,
            body: Buffer.concat(pieces).toString(),
          }),
        );
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

export const call = (
  endpoint: string,
  method: string,
  path: string,
  more: Pick<Sent, 'headers' | 'body'> = {},
): Promise<Answer> => send(endpoint, { method, path, ...more });
