import { expect, test } from 'vitest';

import { bridgeTask, fargateTask, instanceTask } from '../../../../test/support/agent/told-tasks.ts';
import type { ContainerStats } from '../../../docker/stats-types.ts';
import { Channel } from '../../../kernel/channel.ts';
import { VirtualClock } from '../../../kernel/virtual-clock.ts';
import { simulatedStats } from '../../backends/simulated/stats.ts';
import type { TaskRecord } from '../../model/task-record.ts';
import { containersOf, type KnownContainer } from '../task-directory.ts';
import { TaskStats } from './task-stats.ts';

const { signal } = new AbortController();

/** An engine whose samples a test gives by hand. */
class HandFed {
  readonly opened: string[] = [];
  readonly closed: string[] = [];
  readonly #channels = new Map<string, Channel<ContainerStats>>();

  async *stats(runtimeId: string, ended: AbortSignal): AsyncGenerator<ContainerStats, void, undefined> {
    this.opened.push(runtimeId);
    const channel = new Channel<ContainerStats>(Infinity);
    this.#channels.set(runtimeId, channel);
    ended.addEventListener('abort', () => channel.close(), { once: true });
    try {
      yield* channel;
    } finally {
      this.closed.push(runtimeId);
    }
  }

  feed(runtimeId: string, sample: ContainerStats): void {
    this.#channels.get(runtimeId)?.post(sample);
  }

  end(runtimeId: string): void {
    this.#channels.get(runtimeId)?.close();
  }
}

function fed() {
  const clock = new VirtualClock();
  const engine = new HandFed();
  const stats = new TaskStats(engine, clock);
  const sample = (n: number): ContainerStats => simulatedStats('d0c4e7', n, clock.now());
  return { clock, engine, stats, sample };
}

function web(task: TaskRecord): KnownContainer {
  const [known] = containersOf(task);
  if (known === undefined) throw new Error('no container');
  return known;
}

test('the first question opens the stream, which all that follow share', async () => {
  const { clock, engine, stats, sample } = fed();
  const first = stats.container(web(bridgeTask()), true, signal);
  const second = stats.container(web(bridgeTask()), true, signal);
  await clock.advance(0);
  expect(engine.opened).toEqual(['d0c4e7']);
  engine.feed('d0c4e7', sample(0));
  expect(await first).toEqual(sample(0));
  expect(await second).toEqual(sample(0));
  expect(await stats.container(web(bridgeTask()), true, signal)).not.toHaveProperty('network_rate_stats');

  await clock.advance(1000);
  engine.feed('d0c4e7', sample(1));
  await clock.advance(0);
  expect(await stats.container(web(bridgeTask()), true, signal)).toMatchObject({
    network_rate_stats: { rx_bytes_per_sec: 100, tx_bytes_per_sec: 100 },
  });
  expect(await stats.container(web(bridgeTask()), false, signal)).not.toHaveProperty('network_rate_stats');
  expect(engine.opened).toEqual(['d0c4e7']);
});

test('half a minute without a question closes it, and the next one opens it again', async () => {
  const { clock, engine, stats, sample } = fed();
  void stats.container(web(bridgeTask()), true, signal);
  engine.feed('d0c4e7', sample(0));
  await clock.advance(20_000);
  await stats.container(web(bridgeTask()), true, signal);
  await clock.advance(29_000);
  expect(engine.closed).toEqual([]);
  await clock.advance(1000);
  expect(engine.closed).toEqual(['d0c4e7']);
  expect(stats.open).toBe(0);
  void stats.container(web(bridgeTask()), true, signal);
  await clock.advance(0);
  expect(engine.opened).toEqual(['d0c4e7', 'd0c4e7']);
});

test('who gets no sample in time is told that there is none', async () => {
  const { clock, engine, stats } = fed();
  const asked = stats.container(web(bridgeTask()), true, signal);
  await clock.advance(2500);
  expect(await asked).toBeUndefined();
  const again = stats.container(web(bridgeTask()), true, signal);
  await clock.advance(0);
  engine.end('d0c4e7');
  expect(await again).toBeUndefined();
  expect(stats.open).toBe(0);
});

test('of a container that does not run, the engine is not asked', async () => {
  const { engine, stats } = fed();
  const task = bridgeTask();
  const ended = {
    ...task,
    containers: task.containers.map((state) => ({ ...state, known: 'STOPPED' as const })),
  };
  expect(await stats.container(web(ended), true, signal)).toBeUndefined();
  expect(await stats.task(ended, true, signal)).toEqual({ d0c4e7: null });
  expect(engine.opened).toEqual([]);
});

test('in awsvpc mode the network’s numbers are those of the container that holds it', async () => {
  const { clock, engine, stats, sample } = fed();
  const asked = stats.container(web(fargateTask()), true, signal);
  await clock.advance(0);
  expect(engine.opened).toEqual(['d0c4e7', 'pau5e']);
  const { networks: _, ...own } = sample(5);
  engine.feed('d0c4e7', own);
  engine.feed('pau5e', sample(3));
  expect(await asked).toEqual({ ...own, networks: sample(3).networks });
});

test('a whole task is told by DockerId, on an instance with the container that holds its network', async () => {
  const { clock, engine, stats, sample } = fed();
  const asked = stats.task(instanceTask(), false, signal);
  await clock.advance(0);
  engine.feed('d0c4e7', sample(1));
  engine.feed('pau5e', sample(2));
  expect(Object.keys(await asked)).toEqual(['d0c4e7', 'pau5e']);
  const [{ endpointId = '' } = {}] = fargateTask().containers;
  expect(Object.keys(await stats.task(fargateTask(), false, signal))).toEqual([endpointId]);
});

test('all streams are closed with it', async () => {
  const { clock, engine, stats } = fed();
  void stats.container(web(bridgeTask()), true, signal);
  await clock.advance(0);
  stats[Symbol.dispose]();
  await clock.advance(0);
  expect(engine.closed).toEqual(['d0c4e7']);
});
