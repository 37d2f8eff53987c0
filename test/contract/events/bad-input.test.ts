import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsContract } from '../../../src/aws/contract/events.gen.ts';
import { inputsWith, nonsense } from '../../support/nonsense.ts';
import { send, signed } from '../wire/http.ts';
import { type EventBridgeUnderTest, startEventBridge } from './client.ts';

/**
 * Generated from the model: every operation with nothing, and with nonsense in every place. Whatever is
 * wrong, the answer is the service's own and never a defect.
 */
let started: EventBridgeUnderTest;
beforeAll(async () => {
  started = await startEventBridge();
});
afterAll(() => started[Symbol.asyncDispose]());

const values = [...nonsense, 'arn:aws:events:us-east-1:111122223333:event-bus/none', '{"a":[{"prefix":1}]}'];

describe.each(eventsContract.operations.names())('%s', (operation) => {
  test('answers nonsense with an error of the service', async () => {
    const { input = '', errors = [] } = eventsContract.operations.get(operation) ?? {};
    const known = [...errors, 'ValidationException', 'SerializationException'];
    for (const value of values) {
      for (const body of inputsWith(eventsContract, input, value, 'x')) {
        const answer = await send(started.longshore.endpoint, {
          method: 'POST',
          headers: {
            ...signed('events'),
            'content-type': 'application/x-amz-json-1.1',
            'x-amz-target': `AWSEvents.${operation}`,
          },
          body: JSON.stringify(body),
        });
        const what = `${JSON.stringify(body).slice(0, 200)}: ${answer.status} ${answer.body}`;
        expect([200, 400], what).toContain(answer.status);
        if (answer.status === 400) expect(known, what).toContain(JSON.parse(answer.body).__type);
      }
    }
  }, 30_000);
});
