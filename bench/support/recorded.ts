/** What a client of the SDK hands to its HTTP handler. */
interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Options for a client of the SDK whose calls are written down instead of sent. */
export interface RecorderOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
  readonly requestHandler: { readonly handle: (request: SentRequest) => Promise<never> };
}

const written = new Error('the call was written down');

/** The bytes of a call as the real SDK sends it, signed. `call` sends one command with a client of the options. */
export async function recordedRequest(
  endpoint: string,
  call: (options: RecorderOptions) => Promise<unknown>,
): Promise<Buffer> {
  let sent: SentRequest | undefined;
  const handle = (request: SentRequest): Promise<never> => {
    sent = request;
    return Promise.reject(written);
  };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const options = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1, requestHandler: { handle } };
  await call(options).catch((error: unknown) => {
    if (error !== written) throw error;
  });
  if (sent === undefined) throw new Error('the client sent nothing');
  return bytesOf(sent);
}

function bytesOf({ method, path, query = {}, headers, body = '' }: SentRequest): Buffer {
  const search = Object.entries(query).flatMap(([name, value]) =>
    [value ?? ''].flat().map((each) => `${encodeURIComponent(name)}=${encodeURIComponent(each)}`),
  );
  const target = search.length === 0 ? path : `${path}?${search.join('&')}`;
  const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.copyBytesFrom(body);
  const lines = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-length');
  if (bytes.length > 0) lines.push(['content-length', String(bytes.length)]);
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${head}\r\n`), bytes]);
}
