import { createHash, randomBytes } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';

/** An image in memory, with its digests. */
export interface BenchImage {
  readonly blobs: readonly { readonly digest: string; readonly bytes: Buffer }[];
  readonly manifest: string;
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

export function benchImage(layers: number, layerBytes: number): BenchImage {
  const noise = randomBytes(layerBytes);
  const contents = Array.from({ length: layers }, (_, at) => {
    const bytes = Buffer.from(noise);
    bytes.writeUInt32BE(at);
    return bytes;
  });
  const config = Buffer.from(JSON.stringify({ os: 'linux', noise: noise.toString('hex', 0, 16) }));
  const blobs = [config, ...contents].map((bytes) => ({
    bytes,
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
  }));
  const [first, ...rest] = blobs.map(({ bytes, digest }, at) => ({
    mediaType: `application/vnd.oci.image.${at === 0 ? 'config.v1+json' : 'layer.v1.tar'}`,
    digest,
    size: bytes.length,
  }));
  return {
    blobs,
    manifest: JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config: first, layers: rest }),
  };
}

/** Pushes and pulls as docker does, its layers side by side; without its compression, which would be measured instead. */
export class RegistryClient implements Disposable {
  readonly #endpoint: string;
  readonly #authorization: string | undefined;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 5 });

  constructor(endpoint: string, authorization?: string) {
    this.#endpoint = endpoint;
    this.#authorization = authorization;
  }

  async push(repository: string, tag: string, { blobs, manifest }: BenchImage): Promise<void> {
    await Promise.all(
      blobs.map(async ({ digest, bytes }) => {
        const begun = await this.#call('POST', `/v2/${repository}/blobs/uploads/`, 202);
        const sent = await this.#call('PATCH', begun.headers.location ?? '', 202, bytes);
        const location = new URL(sent.headers.location ?? '', this.#endpoint);
        location.searchParams.set('digest', digest);
        await this.#call('PUT', location.href, 201);
      }),
    );
    await this.#call('PUT', `/v2/${repository}/manifests/${tag}`, 201, Buffer.from(manifest), manifestType);
  }

  /** Reads all, and keeps nothing. */
  async pull(repository: string, tag: string, { blobs }: BenchImage): Promise<void> {
    await this.#call('GET', `/v2/${repository}/manifests/${tag}`, 200);
    await Promise.all(blobs.map(({ digest }) => this.#call('GET', `/v2/${repository}/blobs/${digest}`, 200)));
  }

  #call(
    method: string,
    path: string,
    expected: number,
    body?: Buffer,
    type?: string,
  ): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const sending = request(new URL(path, this.#endpoint), {
      method,
      agent: this.#agent,
      headers: {
        ...(this.#authorization === undefined ? {} : { authorization: this.#authorization }),
        'content-type': type ?? 'application/octet-stream',
        'content-length': body?.length ?? 0,
        accept: manifestType,
      },
    });
    sending.on('error', reject).on('response', (answer) => {
      answer.on('end', () => {
        if (answer.statusCode === expected) resolve(answer);
        else reject(new Error(`${method} ${path} answered ${answer.statusCode}`));
      });
      answer.on('error', reject).resume();
    });
    sending.end(body);
    return promise;
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}
