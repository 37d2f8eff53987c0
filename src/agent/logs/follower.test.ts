import { expect, test } from 'vitest';

import { silentLog } from '../../kernel/log.ts';
import { VirtualClock } from '../../kernel/virtual-clock.ts';
import { Store } from '../../store/store.ts';
import type { Backend, LogLine } from '../backends/backend.ts';
import { SimulatedBackend } from '../backends/simulated/index.ts';
import { countingIds } from '../../kernel/ids.ts';
import { Follower } from './follower.ts';
import type { LogSink } from './log-sink.ts';
import { shippedOutputTable } from './output-position.ts';

const lines: readonly LogLine[] = Array.from({ length: 1200 }, (_, index) => ({
  stream: index % 3 === 0 ? 'stderr' : 'stdout',
  // Several lines share a time.
  time: `2026-01-01T00:00:0${Math.floor(index / 150)}.000000000Z`,
  text: String(index),
}));

/** A container that has ended and written those lines; reading them breaks off as often as said. */
function backendWith(breaks: readonly number[], clock: VirtualClock): Backend {
  const left = [...breaks];
  const backend = new SimulatedBackend({ clock, ids: countingIds() });
  backend.logs = async function* logs() {
    const end = left.shift();
    yield* lines.slice(0, end);
    if (end !== undefined) throw new Error('the engine went away');
  };
  backend.inspectContainer = () =>
    Promise.resolve({
      runtimeId: 'r',
      engineName: 'e',
      taskArn: 't',
      container: 'web',
      status: 'exited',
      outOfMemory: false,
      bindings: [],
      createdAt: 0,
    });
  return backend;
}

async function ship(options: { readonly breaks?: readonly number[]; readonly failures?: number }): Promise<{
  readonly kept: readonly string[];
  readonly calls: number;
}> {
  const clock = new VirtualClock();
  using store = new Store({
    onListenerError: (error) => {
      throw error;
    },
  });
  const kept: string[] = [];
  let calls = 0;
  const sink: LogSink = {
    openGroup: () => Promise.resolve(),
    openStream: () => Promise.resolve(),
    // As one that is far away: what it has taken it tells later, and it may be out of reach.
    async write(_to, events, accepted) {
      calls += 1;
      await Promise.resolve();
      if (calls <= (options.failures ?? 0)) throw new Error('out of reach');
      kept.push(...events.map(({ message }) => message));
      accepted();
    },
    read: () => {
      throw new Error('nobody reads');
    },
  };
  const follower = new Follower(
    {
      backend: backendWith(options.breaks ?? [], clock),
      clock,
      log: silentLog,
      sink,
      shipped: store.table(shippedOutputTable),
    },
    {
      runtimeId: 'r',
      taskArn: 't',
      plan: { region: 'us-east-1', group: 'g', createGroup: false },
      destination: { account: '000000000000', region: 'us-east-1', group: 'g', stream: 's' },
    },
  );
  const run = follower.run(new AbortController().signal);
  for (let second = 0; second < 30; second += 1) await clock.advance(1000);
  await run;
  return { kept, calls };
}

const all = lines.map(({ text }) => text);

test('output is shipped in batches', async () => {
  const { kept, calls } = await ship({});
  expect(kept).toEqual(all);
  expect(calls).toBeLessThan(10);
});

test('an engine that goes away in the midst is read again from where it was', async () => {
  expect((await ship({ breaks: [0, 1, 151, 700, 1199] })).kept).toEqual(all);
});

test('what could not be written is read and written again', async () => {
  expect((await ship({ failures: 3 })).kept).toEqual(all);
  expect((await ship({ failures: 1, breaks: [600] })).kept).toEqual(all);
});
