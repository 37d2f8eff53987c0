import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { busyboxImage } from '../../test/support/docker/busybox-image.ts';
import type { Figure } from '../figure.ts';
import { deaf, definition } from '../support/definitions.ts';
import { type BenchEngine, openBenchEngine } from '../support/engine.ts';
import { startBenchServer } from '../support/server.ts';

/**
 * The moment of the exit is told by the kernel: process 1 of the container holds a connection to this
 * process, and the kernel closes it when the process ends, before the engine hears of that. No clock but
 * our own takes part. The baseline is of the very same exit: when the engine's `die` event is here.
 */
export const figure: Figure = {
  name: 'exit-to-stopped',
  issue: 2,
  about:
    "From the end of a container's process (its connection to this process is closed by the kernel) to STOPPED " +
    "in DescribeTasks; against the engine's own `die` event of the same exit.",
  runs: 30,
  async measure({ runs, signal, progress }) {
    await using engine = await openBenchEngine();
    const gateway = await gatewayOf(engine);
    await using listener = await listen(gateway);
    await using server = await startBenchServer();
    const command = ['nc', gateway, String(listener.port), '-e', 'cat'];
    const family = await server.register(definition('bench-exit', [{ command }]));
    using events = await engine.client.openEvents({
      filters: { event: ['die'], label: [`longshore.installation=${server.process.installation}`] },
      signal,
    });
    const deaths = events[Symbol.asyncIterator]();

    const values: number[] = [];
    const baseline: number[] = [];
    for (let run = 0; run <= runs; run += 1) {
      signal.throwIfAborted();
      progress(run === 0 ? 'warm-up' : `run ${run} of ${runs}`);
      const connected = listener.next();
      const [arn = ''] = await server.run(family);
      const socket = await connected;
      await server.calmlyUntil([arn], 'RUNNING');
      // What follows the start (events, the last step of the task) is over by then.
      await sleep(100);
      const died = deaths.next().then(() => performance.now());
      const closed = once(socket, 'end').then(() => performance.now());
      socket.resume();
      // `cat` reads the end of its input, and ends.
      socket.end();
      const exit = await closed;
      await server.soonUntil(arn, 'STOPPED');
      const stopped = performance.now();
      if (run > 0) {
        values.push(stopped - exit);
        baseline.push((await died) - exit);
      }
      await died;
      await server.clear([arn]);
    }
    const overhead = values.map((value, index) => value - (baseline[index] ?? Number.NaN));
    return [
      {
        name: 'exit to STOPPED',
        unit: 'ms',
        values,
        baseline: { name: "engine's die event", values: baseline },
        target: { of: 'median', limit: 'at most', value: 30 },
      },
      { name: 'die event to STOPPED', unit: 'ms', values: overhead },
    ];
  },
};

/** Where a container on the default bridge reaches this machine; asked of one, which is gone afterwards. */
async function gatewayOf(engine: BenchEngine): Promise<string> {
  const id = await engine.create({ Image: busyboxImage, Cmd: deaf });
  await engine.client.containers.start(id);
  const { NetworkSettings: settings } = await engine.client.containers.inspect(id);
  await engine.remove(id);
  const gateway = settings.Networks?.['bridge']?.Gateway;
  if (gateway === undefined || gateway === '')
    throw new Error('the default bridge of the engine has no gateway');
  return gateway;
}

interface Listener extends AsyncDisposable {
  readonly port: number;
  readonly next: () => Promise<Socket>;
}

/** On the bridge's own address only: nobody but containers reaches it. */
async function listen(host: string): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    next: async () => {
      const [socket]: Socket[] = (await once(server, 'connection')) as never;
      if (socket === undefined) throw new Error('a connection without a socket');
      return socket;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
