import { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ec2Contract } from '../../../src/aws/contract/ec2.gen.ts';
import { iamContract } from '../../../src/aws/contract/iam.gen.ts';
import { stsContract } from '../../../src/aws/contract/sts.gen.ts';
import { startTestLongshore, type TestLongshore } from '../../support/longshore.ts';
import { samplesOf } from '../../support/samples.ts';
import { queryForm } from '../../support/wire/query-form.ts';
import { type Answer, send, signed } from './http.ts';

/**
 * Generated from the models, for the services that speak in forms, as they are: every operation with nothing,
 * with the smallest input of its model, and with nonsense in every place. Whatever is wrong, the answer has the
 * form of the protocol, a code and a text, and is no defect.
 */
let longshore: TestLongshore;
const agent = new Agent({ keepAlive: true });
beforeAll(async () => {
  longshore = await startTestLongshore();
});
afterAll(async () => {
  agent.destroy();
  await longshore[Symbol.asyncDispose]();
});

const nonsense = [
  '',
  'x',
  '-1',
  '9'.repeat(30),
  '{"Statement":',
  '\u0000',
  '€'.repeat(300),
  '<a>',
  '../..',
  'arn:',
];

describe.each([iamContract, stsContract, ec2Contract])('$serviceId', (contract) => {
  const { inputShape, inputWith, placesOf, shapeNamed, smallest } = samplesOf(contract);
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    ...signed(contract.signingName),
  };
  const call = (Action: string, input: unknown): Promise<Answer> => {
    const given = queryForm(contract, inputShape(Action), input);
    const body = String(
      new URLSearchParams([['Action', Action], ['Version', contract.apiVersion], ...given]),
    );
    return send(longshore.longshore.endpoint, { method: 'POST', headers, body, agent });
  };
  const isStructure = (name: string): boolean => shapeNamed(name)?.kind === 'structure';
  const own = new Set(
    contract.errors.names().map((name) => contract.errors.get(name)?.code ?? name.replace(/Exception$/, '')),
  );
  /** Of the protocol, which no model names. */
  const common =
    /^(?:ValidationError|MalformedInput|AccessDenied|InvalidParameter\w*|MissingParameter|MissingAction)$/;

  function expectAnswer({ status, body }: Answer, what: string): void {
    const told = `${what}: ${status} ${body}`;
    expect([200, 400, 403, 404, 409, 412], told).toContain(status);
    if (status === 200) return;
    const [, code = ''] = /<Code>([\w.]+)<\/Code><Message>[^<]+<\/Message>/.exec(body) ?? [];
    // Of EC2, whose errors no model names, any code is its own.
    const isKnown = contract.protocol === 'ec2Query' ? code !== '' : own.has(code) || common.test(code);
    expect(isKnown, told).toBe(true);
  }

  test.each(contract.operations.names())('%s', async (operation) => {
    for (const input of [{}, smallest(inputShape(operation))]) {
      expectAnswer(await call(operation, input), JSON.stringify(input));
    }
    for (const { path, shape } of placesOf(operation)) {
      if (isStructure(shape)) continue;
      for (const value of nonsense) {
        const input = inputWith(operation, path, value);
        expectAnswer(await call(operation, input), `${path.join('.')} = ${value.slice(0, 40)}`);
      }
    }
  });
});
