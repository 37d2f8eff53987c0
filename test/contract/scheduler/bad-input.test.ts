import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schedulerContract } from '../../../src/aws/contract/scheduler.gen.ts';
import { inputsWith, nonsense } from '../../support/nonsense.ts';
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

const values = [...nonsense, 'at(2026-99-99T00:00:00)'];

describe.each(schedulerContract.operations.names())('%s', (operation) => {
  const { input = '', http } = schedulerContract.operations.get(operation) ?? {};

  test('answers nonsense with an error of its model', async () => {
    const errors = schedulerContract.operations.get(operation)?.errors ?? [];
    for (const value of values) {
      const texts = typeof value === 'string' && value.length < 100 ? [value, 'x'] : ['x'];
      for (const label of texts) {
        const path = (http?.uri ?? '').replace(/\{\w+\}/, encodeURIComponent(label));
        const query = `?groupName=${encodeURIComponent(label)}&MaxResults=${encodeURIComponent(label)}`;
        const bodies =
          http?.method === 'GET' || http?.method === 'DELETE'
            ? [undefined]
            : inputsWith(schedulerContract, input, value);
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
