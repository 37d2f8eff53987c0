import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schedulerContract } from '../../../src/aws/contract/scheduler.gen.ts';
import type { ShapeName } from '../../../src/aws/contract/contract.ts';
import { call, signed } from '../wire/http.ts';
import { type SchedulerUnderTest, startScheduler } from './client.ts';

/**
 * Generated from the model: every operation with nothing, and with nonsense in every place. Whatever is
 * wrong, the answer is the service's own and never a defect.
 */
let started: SchedulerUnderTest;
beforeAll(async () => {
  started = await startScheduler();
});
afterAll(() => started[Symbol.asyncDispose]());

const nonsense = [
  null,
  true,
  -1,
  1e300,
  '',
  'x',
  '..',
  '9'.repeat(60),
  'arn:aws:x',
  'at(2026-99-99T00:00:00)',
  'cron(L W # ? / ,)',
  '€'.repeat(2000),
  [],
  [[]],
  {},
];

/** The value in each place of a shape, one place at a time; the others are left out. */
function inputs(name: ShapeName, value: unknown, depth = 0): unknown[] {
  const shape = schedulerContract.shapes.get(name);
  if (depth > 6) return [value];
  switch (shape?.kind) {
    case 'structure': {
      const each = Object.entries(shape.members).flatMap(([member, inner]) =>
        inputs(inner, value, depth + 1).map((found) => ({ [member]: found })),
      );
      const all = Object.fromEntries(Object.keys(shape.members).map((member) => [member, value]));
      return [value, all, ...each];
    }
    case 'list':
      return [value, ...inputs(shape.member, value, depth + 1).map((found) => [found])];
    case 'map':
      return [value, { key: value }];
    default:
      return [value];
  }
}

describe.each(schedulerContract.operations.names())('%s', (operation) => {
  const { input = '', http } = schedulerContract.operations.get(operation) ?? {};

  test('answers nonsense with an error of its model', async () => {
    const errors = schedulerContract.operations.get(operation)?.errors ?? [];
    for (const value of nonsense) {
      const texts = typeof value === 'string' && value.length < 100 ? [value, 'x'] : ['x'];
      for (const label of texts) {
        const path = (http?.uri ?? '').replace(/\{\w+\}/, encodeURIComponent(label));
        const query = `?groupName=${encodeURIComponent(label)}&MaxResults=${encodeURIComponent(label)}`;
        const bodies =
          http?.method === 'GET' || http?.method === 'DELETE' ? [undefined] : inputs(input, value);
        for (const body of bodies) {
          const sent = await call(started.longshore.endpoint, http?.method ?? '', `${path}${query}`, {
            headers: { ...signed('scheduler'), 'content-type': 'application/json' },
            body: body === undefined ? '' : JSON.stringify(body),
          });
          const what = `${path} ${JSON.stringify(body)?.slice(0, 200)}: ${sent.status} ${sent.body}`;
          expect([200, 400, 404, 409], what).toContain(sent.status);
          if (sent.status === 200) continue;
          const type = String(sent.headers['x-amzn-errortype']);
          expect([...errors, 'SerializationException', 'UnknownOperationException'], what).toContain(type);
        }
      }
    }
  });
});
