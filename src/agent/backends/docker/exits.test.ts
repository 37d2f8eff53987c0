import { describe, expect, test } from 'vitest';

import type { EngineEvent } from '../../../docker/events.ts';
import { Exits, endOf } from './exits.ts';

const event = (given: Partial<EngineEvent> & { readonly exitCode?: string }): EngineEvent => {
  const { exitCode = '0', ...rest } = given;
  return {
    type: 'container',
    action: 'die',
    id: 'c1',
    attributes: {
      name: 'ecs-shop-7-web',
      'longshore.task': 'arn:task',
      'longshore.container': 'web',
      exitCode,
    },
    timeNano: 1_767_225_600_123_999_999n,
    ...rest,
  };
};

describe('endOf', () => {
  test('tells a container’s end', () => {
    expect(endOf(event({ exitCode: '3' }))).toEqual({
      runtimeId: 'c1',
      engineName: 'ecs-shop-7-web',
      taskArn: 'arn:task',
      container: 'web',
      status: 'exited',
      exitCode: 3,
      outOfMemory: false,
      bindings: [],
      createdAt: 1_767_225_600_123,
      finishedAt: 1_767_225_600_123,
    });
  });

  test.each([
    ['another event', event({ action: 'stop' })],
    ['a kill, which may have been for want of memory', event({ exitCode: '137' })],
    ['an event without an exit code', event({ attributes: {} })],
    ['an exit code that is none', event({ exitCode: 'unknown' })],
    [
      'an exit code that a label hides',
      event({ attributes: { exitCode: '0', 'longshore.exit-code-hidden': 'true' } }),
    ],
    ['an exit code that is empty', event({ exitCode: '' })],
  ])('says nothing on %s', (_, given) => {
    expect(endOf(given)).toBeUndefined();
  });
});

describe('Exits', () => {
  test('there is nothing to wait for at first', async () => {
    expect(await new Exits().settled()).toBe(false);
  });

  test('waits for all that are under way, failed ones too, and forgets them', async () => {
    const exits = new Exits();
    const first = Promise.withResolvers<void>();
    const second = Promise.withResolvers<void>();
    exits.add(first.promise);
    exits.add(second.promise);
    const order: string[] = [];
    const waiting = exits.settled().then((waited) => order.push(`settled ${waited}`));
    first.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    order.push('second');
    second.reject(new Error('gone'));
    await waiting;
    expect(order).toEqual(['second', 'settled true']);
    expect(await exits.settled()).toBe(false);
  });
});
