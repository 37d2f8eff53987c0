import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AwsError } from '../../../src/aws/aws-error.ts';
import type { ServiceContract, ShapeName } from '../../../src/aws/contract/contract.ts';
import { ec2Contract } from '../../../src/aws/contract/ec2.gen.ts';
import { schedulerContract } from '../../../src/aws/contract/scheduler.gen.ts';
import { ec2ParameterName } from '../../../src/aws/query/ec2-reader.ts';
import { ec2ValidationError } from '../../../src/aws/query/ec2-violation.ts';
import type { Service } from '../../../src/aws/service.ts';
import { serveServices, type TestServer } from '../../support/wire/echo.ts';
import { type Answer, call, send, signed } from './http.ts';

/**
 * Generated from the models: every operation with nothing, and with nonsense in every place. What comes
 * through fits the model; whatever is wrong is answered in the protocol's form and never as a defect.
 */
const through = (contract: ServiceContract, validationError: Service['validationError']): Service => ({
  name: contract.signingName,
  contract,
  handle: () => ({}),
  validationError,
});

let server: TestServer;
beforeAll(async () => {
  const modelled: Service['validationError'] = (_, message) => new AwsError('ValidationException', message);
  server = await serveServices([
    through(ec2Contract, ec2ValidationError(ec2Contract)),
    through(schedulerContract, modelled),
  ]);
});
afterAll(() => server[Symbol.asyncDispose]());

const nonsense = ['', 'x', '-1', '9'.repeat(30), '{', '\u0000', '€'.repeat(300), '<a>', '..', '=&;'];

/** Names of parameters for every scalar place of a shape, four levels deep. */
function parameters(shape: ShapeName, prefix: string, depth = 0): string[] {
  const known = ec2Contract.shapes.get(shape);
  if (depth > 4) return [];
  switch (known?.kind) {
    case 'structure':
    case 'union':
      return Object.entries(known.members).flatMap(([member, target]) =>
        parameters(
          target,
          `${prefix}${prefix === '' ? '' : '.'}${ec2ParameterName(member, known.wire?.[member])}`,
          depth + 1,
        ),
      );
    case 'list':
      return parameters(known.member, `${prefix}.1`, depth + 1);
    default:
      return [prefix];
  }
}

describe('EC2', () => {
  const post = (body: string): Promise<Answer> =>
    send(server.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...signed('ec2') },
      body,
    });

  test.each(ec2Contract.operations.names())('%s', async (Action) => {
    const all = parameters(ec2Contract.operations.get(Action)?.input ?? '', '');
    const named = { Action, Version: ec2Contract.apiVersion };
    const expectAnswer = ({ status, body }: Answer, what: string): void => {
      expect([200, 400], `${Action} with ${what}: ${body}`).toContain(status);
      if (status === 200) return;
      expect(body, what).toMatch(/<Code>(MissingParameter|InvalidParameterValue)<\/Code>/);
      expect(body, what).toMatch(/<Message>[^<]+<\/Message>/);
    };
    expectAnswer(await post(String(new URLSearchParams(named))), 'nothing');
    for (const value of nonsense) {
      const form = { ...named, ...Object.fromEntries(all.map((name) => [name, value])) };
      expectAnswer(await post(String(new URLSearchParams(form))), value.slice(0, 40));
    }
    const unknown = await post(String(new URLSearchParams({ ...named, Nonsense: 'x' })));
    expect(unknown.body).toContain('<Message>The parameter Nonsense is not recognized</Message>');
  });
});

describe('Scheduler', () => {
  test.each(schedulerContract.operations.names())('%s', async (operation) => {
    const { http, input = '' } = schedulerContract.operations.get(operation) ?? {};
    const shape = schedulerContract.shapes.get(input);
    if (http === undefined || shape?.kind !== 'structure') throw new Error(`${operation} has no place`);
    const hasBody = http.method === 'POST' || http.method === 'PUT';
    const sendIt = async (value: string, body: string): Promise<void> => {
      // Longer heads are refused by the gateway.
      const short = value.slice(0, 200);
      const label = short === '' || short === '..' ? 'x' : encodeURIComponent(short);
      const query = new URLSearchParams();
      for (const { at, name = '' } of Object.values(shape.wire ?? {})) {
        if (at === 'query') query.set(name, short);
      }
      const path = `${http.uri.replace(/\{\w+\}/, label)}?${String(query)}`;
      const answer = await call(server.endpoint, http.method, path, { headers: signed('scheduler'), body });
      const what = `${operation} with ${value.slice(0, 40)} and ${body.slice(0, 40)}: ${answer.body}`;
      expect([200, 400], what).toContain(answer.status);
      if (answer.status === 200) return;
      expect(['ValidationException', 'SerializationException'], what).toContain(
        answer.headers['x-amzn-errortype'],
      );
      expect(JSON.parse(answer.body), what).toHaveProperty(
        answer.headers['x-amzn-errortype'] === 'ValidationException' ? 'Message' : 'message',
      );
    };
    for (const value of nonsense) {
      const members = Object.keys(shape.members);
      await sendIt(value, '');
      if (!hasBody) continue;
      for (const inner of [value, 1, [], {}, null, true]) {
        await sendIt(value, JSON.stringify(Object.fromEntries(members.map((member) => [member, inner]))));
      }
    }
  });
});
