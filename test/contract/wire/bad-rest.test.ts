import { Agent } from 'node:http';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceContract } from '../../../src/aws/contract/contract.ts';
import { s3Contract } from '../../../src/aws/contract/s3.gen.ts';
import { schedulerContract } from '../../../src/aws/contract/scheduler.gen.ts';
import { clientOptions } from '../../support/aws-clients.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';
import { samplesOf } from '../../support/samples.ts';
import { type Answer, send, signed } from './http.ts';

/**
 * Generated from the models, for the services whose calls are paths, as they are: every operation with nonsense
 * in each header, each parameter of the query and the body. Whatever is wrong, the answer has the form of the
 * protocol, and is no defect.
 */
let longshore: TestLongshore;
const agent = new Agent({ keepAlive: true });
beforeAll(async () => {
  longshore = await startTestLongshore();
  const s3 = new S3Client({ ...clientOptions(longshore), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  s3.destroy();
});
afterAll(async () => {
  agent.destroy();
  await longshore[Symbol.asyncDispose]();
});

const nonsense = ['', 'x', '-1', '9'.repeat(30), '{"a":', '\u0001', 'é'.repeat(300), '<a>', '../..', 'true'];

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The operation's request with all in its place, and each with one place that holds nonsense. */
function requestsOf(contract: ServiceContract, operation: string, base: string): Request[] {
  const { http, input = '' } = contract.operations.get(operation) ?? {};
  const shape = contract.shapes.get(input);
  if (http === undefined || shape?.kind !== 'structure') return [];
  const { smallest } = samplesOf(contract);
  const [pattern = '', fixed = ''] = http.uri.split('?');
  const filled = (label: string): string => base + pattern.replace(/\{\w+\+?\}/g, label);
  const hasBody = http.method === 'PUT' || http.method === 'POST';
  const places = Object.entries(shape.wire ?? {}).filter(([, { at }]) => at === 'header' || at === 'query');
  const required = new Set(shape.required);
  const whole = (changed?: string, value = ''): Request => {
    const query = new URLSearchParams(fixed);
    const headers: Record<string, string> = {};
    for (const [member, { at, name = member }] of places) {
      if (member !== changed && !required.has(member)) continue;
      const given = member === changed ? value : String(smallest(shape.members[member] ?? ''));
      if (at === 'query') query.set(name, given);
      // What the connection itself reads is another test's.
      else if (name !== 'content-length' && !given.includes('\u0001')) headers[name] = given;
    }
    return { method: http.method, path: `${filled('name')}?${String(query)}`, headers };
  };
  return [
    whole(),
    ...places.flatMap(([member]) => nonsense.map((value) => whole(member, value))),
    ...nonsense.map((value) => ({
      ...whole(),
      path: `${filled(encodeURIComponent(value) || 'x')}?${fixed}`,
    })),
    ...(hasBody ? nonsense.map((body) => ({ ...whole(), body })) : []),
    ...(hasBody
      ? ['<A/>', '<A><B>x</B></A>', '[]', '{"Target":[]}'].map((body) => ({ ...whole(), body }))
      : []),
  ];
}

const call = ({ headers, ...request }: Request, service: string): Promise<Answer> =>
  send(longshore.longshore.endpoint, { ...request, headers: { ...headers, ...signed(service) }, agent });

const told = (request: Request, { status, body }: Answer): string =>
  `${JSON.stringify(request).slice(0, 600)}: ${status} ${body}`;

describe('Amazon S3', () => {
  test.each(s3Contract.operations.names())('%s', async (operation) => {
    for (const request of requestsOf(s3Contract, operation, '/bucket')) {
      const answer = await call(request, 's3');
      const what = told(request, answer);
      if (operation === 'DeleteBucket') await call({ method: 'PUT', path: '/bucket' }, 's3');
      if (answer.status !== 501) expect(answer.status, what).toBeLessThan(500);
      if ((answer.status ?? 0) < 400 || request.method === 'HEAD') continue;
      expect(answer.body, what).toMatch(/<Error><Code>\w+<\/Code><Message>[^<]+<\/Message>/);
    }
  });
});

describe('EventBridge Scheduler', () => {
  test.each(schedulerContract.operations.names())('%s', async (operation) => {
    for (const request of requestsOf(schedulerContract, operation, '')) {
      const answer = await call(request, 'scheduler');
      const what = told(request, answer);
      expect([200, 400, 404, 409], what).toContain(answer.status);
      if (answer.status === 200) continue;
      expect(answer.headers['x-amzn-errortype'], what).toMatch(
        /^(?:ValidationException|SerializationException|ResourceNotFoundException|ConflictException|UnknownOperationException)$/,
      );
    }
  });
});
