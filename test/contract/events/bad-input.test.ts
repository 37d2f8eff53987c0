import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ShapeName } from '../../../src/aws/contract/contract.ts';
import { eventsContract } from '../../../src/aws/contract/events.gen.ts';
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

const nonsense = [
  null,
  true,
  -1,
  1e300,
  '',
  'x',
  '9'.repeat(60),
  'arn:aws:x',
  'arn:aws:events:us-east-1:111122223333:event-bus/none',
  'cron(L W # ? / ,)',
  '{"a":[{"prefix":1}]}',
  '€'.repeat(2000),
  [],
  [[]],
  {},
];

/** The value in each place of a shape, one place at a time; what is required beside it is nonsense too. */
function inputs(name: ShapeName, value: unknown, depth = 0): unknown[] {
  const shape = eventsContract.shapes.get(name);
  if (depth > 5) return [value];
  switch (shape?.kind) {
    case 'structure': {
      const required = Object.fromEntries((shape.required ?? []).map((member) => [member, 'x']));
      const each = Object.entries(shape.members).flatMap(([member, inner]) =>
        inputs(inner, value, depth + 1).map((found) => ({ ...required, [member]: found })),
      );
      return [
        value,
        Object.fromEntries(Object.keys(shape.members).map((member) => [member, value])),
        ...each,
      ];
    }
    case 'list':
      return [value, ...inputs(shape.member, value, depth + 1).map((found) => [found])];
    case 'map':
      return [value, { key: value }];
    default:
      return [value];
  }
}

describe.each(eventsContract.operations.names())('%s', (operation) => {
  test('answers nonsense with an error of the service', async () => {
    const { input = '', errors = [] } = eventsContract.operations.get(operation) ?? {};
    const known = [...errors, 'ValidationException', 'SerializationException'];
    for (const value of nonsense) {
      for (const body of inputs(input, value)) {
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
