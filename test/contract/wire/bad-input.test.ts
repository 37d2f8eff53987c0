import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceContract, ShapeName } from '../../../src/aws/contract/contract.ts';
import { iamContract } from '../../../src/aws/contract/iam.gen.ts';
import { s3Contract } from '../../../src/aws/contract/s3.gen.ts';
import { stsContract } from '../../../src/aws/contract/sts.gen.ts';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';
import { type Answer, call, send, signed } from './http.ts';

/**
 * Generated from the models: every operation with nothing, and with nonsense in every place. Whatever is
 * wrong, the answer is the service's own and never a defect.
 */
let longshore: TestLongshore;
let endpoint: string;

beforeAll(async () => {
  // What calls demand must be told of nonsense, too.
  longshore = await startTestLongshore({ iam: 'soft' });
  ({ endpoint } = longshore.longshore);
  await call(endpoint, 'PUT', '/present', { headers: signed('s3') });
  await call(endpoint, 'PUT', '/present/key', { headers: signed('s3'), body: 'x' });
});
afterAll(() => longshore[Symbol.asyncDispose]());

const nonsense = [
  '',
  'x',
  '-1',
  '9'.repeat(30),
  '{',
  '\u0000',
  '€'.repeat(1500),
  '<a>',
  '..',
  'arn:aws:iam::aws:policy/x',
];

/** Names of parameters for every scalar place of a shape, two levels deep. */
function places(contract: ServiceContract, shape: ShapeName, prefix: string, depth = 0): string[] {
  const known = contract.shapes.get(shape);
  if (depth > 4) return [];
  switch (known?.kind) {
    case 'structure':
    case 'union':
      return Object.entries(known.members).flatMap(([member, target]) =>
        places(contract, target, `${prefix}${prefix === '' ? '' : '.'}${member}`, depth + 1),
      );
    case 'list':
      return places(contract, known.member, `${prefix}.member.1`, depth + 1);
    default:
      return [prefix];
  }
}

function isAnswered({ status = 0, body }: Answer, what: string): void {
  expect([200, 204, 400, 403, 404, 405, 409, 411, 412, 416, 501], `${what}: ${status} ${body}`).toContain(
    status,
  );
  if (status >= 400 && body !== '') expect(body, what).toMatch(/<Code>\w+(\.\w+)*<\/Code>/);
}

describe.each([stsContract, iamContract])('$serviceId', (contract) => {
  const post = (body: string): Promise<Answer> =>
    send(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...signed(contract.signingName) },
      body,
    });

  test.each(contract.operations.names())('%s', async (Action) => {
    const { apiVersion } = contract;
    const all = places(contract, contract.operations.get(Action)?.input ?? '', '');
    isAnswered(await post(String(new URLSearchParams({ Action, Version: apiVersion }))), Action);
    for (const value of nonsense) {
      const form = { Action, Version: apiVersion, ...Object.fromEntries(all.map((name) => [name, value])) };
      isAnswered(await post(String(new URLSearchParams(form))), `${Action} with ${value.slice(0, 40)}`);
    }
  });
});

describe('S3', () => {
  test.each(s3Contract.operations.names())('%s', async (operation) => {
    const { http, input = '' } = s3Contract.operations.get(operation) ?? {};
    const shape = s3Contract.shapes.get(input);
    if (http === undefined || shape?.kind !== 'structure') throw new Error(`${operation} has no place`);
    const wires = Object.values(shape.wire ?? {});
    const [path = '', literals = ''] = http.uri.split('?', 2);
    const key = path.includes('{') ? '/key' : path;
    const base = shape.wire?.['Bucket'] === undefined ? path : `/present${key}`;
    const sent = async (value: string | undefined, body: string): Promise<void> => {
      const query = new URLSearchParams(literals);
      const headers: Record<string, string> = { ...signed('s3') };
      for (const { at, name = '' } of value === undefined ? [] : wires) {
        if (at === 'query') query.set(name, value ?? '');
        // What HTTP cannot carry never comes; a length that is a lie is no request.
        if (at === 'header' && name !== 'content-length' && /^[\u0020-\u007e]*$/.test(value ?? '')) {
          headers[name] = value ?? '';
        }
      }
      const answer = await call(endpoint, http.method, `${base}?${String(query)}`, { headers, body });
      isAnswered(answer, `${operation} with ${String(value).slice(0, 40)} and ${body.slice(0, 40)}`);
    };
    for (const body of ['', 'x', '<a/>', '<a><b/></a>', '<!DOCTYPE a><a/>']) {
      await sent(undefined, http.method === 'GET' || http.method === 'HEAD' ? '' : body);
    }
    // Longer heads are refused by the gateway.
    for (const value of nonsense) await sent(value.slice(0, 50), '');
    // Some of it deletes what the next one needs.
    await call(endpoint, 'PUT', '/present', { headers: signed('s3') });
  });
});
