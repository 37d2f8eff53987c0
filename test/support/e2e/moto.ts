import { createServer } from 'node:net';
import { needed } from './clients.ts';
import { startProgram } from './program.ts';
import { waitFor } from './wait-for.ts';

/** moto's server, which stands in for nearly all of AWS, in a process of its own. */
export interface Moto extends AsyncDisposable {
  readonly url: string;
}

export async function startMoto(): Promise<Moto> {
  const python = needed('LONGSHORE_TEST_PYTHON', 'Python 3 with moto (pip install "moto[server]")');
  const port = await freePort();
  const program = startProgram(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)]);
  const url = `http://127.0.0.1:${port}`;
  await waitFor('moto to answer', async () => {
    if (!program.isRunning()) throw new Error(`moto ended:\n${program.stderr()}`);
    return fetch(`${url}/moto-api/`).then(
      () => true,
      () => undefined,
    );
  });
  return { url, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
