import { createServer } from 'node:http';

/** A registry on loopback that takes requests and never answers. */
export interface SilentRegistry extends AsyncDisposable {
  /** `127.0.0.1:port`, for use in an image's name. */
  readonly address: string;
  /** Resolves when it has been asked for something. */
  readonly asked: Promise<void>;
}

/** Engines try TLS first on loopback, which is refused, and then plain HTTP. */
export async function silentRegistry(): Promise<SilentRegistry> {
  const asked = Promise.withResolvers<void>();
  const server = createServer(() => asked.resolve());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    address: `127.0.0.1:${address.port}`,
    asked: asked.promise,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
