import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../../src/gateway/limits.ts';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';
import { type Answer, post, target } from './wire.ts';

let longshore: TestLongshore;

beforeAll(async () => {
  longshore = await startTestLongshore();
});
afterAll(() => longshore[Symbol.asyncDispose]());

const send = (
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> =>
  post(longshore.longshore.endpoint, body, { 'x-amz-target': target('CreateCluster'), ...headers });

const identified = expect.stringMatching(/^[0-9a-f-]{36}$/);

describe('bodies', () => {
  test.each([
    ['text', 'hello'],
    ['half an object', '{"clusterName":'],
    ['nothing', ''],
    ['two values', '{} {}'],
    ['a single quote', "{'clusterName': 'x'}"],
    ['invalid UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d)],
    ['a list', '[]'],
    ['a string', '"text"'],
    ['null', 'null'],
    ['nested beyond reason', '['.repeat(100_000) + ']'.repeat(100_000)],
  ])('that are %s are refused', async (_, body) => {
    expect(await send(body)).toMatchObject({
      status: 400,
      requestId: identified,
      contentType: 'application/x-amz-json-1.1',
      body: { __type: 'SerializationException' },
    });
  });

  test('that are too large are refused, and the limit is told', async () => {
    const answer = await send(JSON.stringify({ clusterName: 'x'.repeat(limits.body) }));
    expect(answer).toMatchObject({ status: 413, requestId: identified });
    expect(answer.body).toEqual({
      __type: 'RequestEntityTooLargeException',
      message: `The request body is larger than ${limits.body} bytes, the most that Longshore reads.`,
    });
  });
});

describe('headers', () => {
  test.each([
    ['an unknown operation', { 'x-amz-target': target('MakeCoffee') }],
    ['an inherited name', { 'x-amz-target': target('toString') }],
    ['another service', { 'x-amz-target': 'DynamoDB_20120810.ListTables' }],
    ['a target without a dot', { 'x-amz-target': 'CreateCluster' }],
    ['an empty target', { 'x-amz-target': '' }],
    ['a wrong content type', { 'content-type': 'application/json' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
  ])('with %s are refused', async (_, headers) => {
    expect(await send('{}', headers)).toMatchObject({
      status: 400,
      requestId: identified,
      body: { __type: 'UnknownOperationException', message: expect.stringMatching(/./) },
    });
  });

  test('with a broken signature are refused', async () => {
    expect(await send('{}', { authorization: 'AWS4-HMAC-SHA256 Credential=x' })).toMatchObject({
      status: 400,
      body: { __type: 'IncompleteSignatureException' },
    });
  });
});

test('nothing of all that was written', async () => {
  const answer = await send('{}', { 'x-amz-target': target('ListClusters') });
  expect(answer.body).toEqual({ clusterArns: [expect.stringMatching(/:cluster\/default$/)] });
});
