import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceContract } from '../../../src/aws/contract/contract.ts';
import { kmsContract } from '../../../src/aws/contract/kms.gen.ts';
import { secretsmanagerContract } from '../../../src/aws/contract/secretsmanager.gen.ts';
import { ssmContract } from '../../../src/aws/contract/ssm.gen.ts';
import { operations as kms } from '../../../src/services/kms/operations/index.ts';
import { operations as secrets } from '../../../src/services/secretsmanager/operations/index.ts';
import { operations as ssm } from '../../../src/services/ssm/operations/index.ts';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';
import { samplesOf } from '../../support/samples.ts';
import { type Answer, post } from '../sdk/wire.ts';

/**
 * Generated from the models: for each implemented operation, every place of its input with a value of a wrong
 * type, every enum with a value that it has not, and every structure without a required member.
 */
let started: TestLongshore;
beforeAll(async () => {
  started = await startTestLongshore();
});
afterAll(() => started[Symbol.asyncDispose]());

const services: readonly (readonly [string, ServiceContract, object])[] = [
  ['kms', kmsContract, kms],
  ['secretsmanager', secretsmanagerContract, secrets],
  ['ssm', ssmContract, ssm],
];

describe.each(services)('%s', (_, contract, operations) => {
  const { placesOf, inputWith, shapeNamed, smallest, wrongTypeFor } = samplesOf(contract);
  const call = (operation: string, input: unknown): Promise<Answer> =>
    post(started.longshore.endpoint, JSON.stringify(input), {
      'x-amz-target': `${contract.targetPrefix}.${operation}`,
    });

  test.each(Object.keys(operations))('%s', async (operation) => {
    for (const { path, shape } of placesOf(operation)) {
      const wrong = wrongTypeFor(shape);
      if (wrong === undefined) continue;
      const answer = await call(operation, inputWith(operation, path, wrong));
      expect(answer, path.join('.')).toMatchObject({
        status: 400,
        body: { __type: 'SerializationException' },
      });
    }
    for (const { path, shape } of placesOf(operation)) {
      const found = shapeNamed(shape);
      const inputs: unknown[] = [];
      if (found?.kind === 'string' && found.enum !== undefined) inputs.push('NO_SUCH_VALUE');
      if (found?.kind === 'structure') {
        const whole = Object.entries(smallest(shape) as object);
        const without = (missing: string): object =>
          Object.fromEntries(whole.filter(([name]) => name !== missing));
        inputs.push(...(found.required ?? []).map(without));
      }
      for (const input of inputs) {
        const answer = await call(operation, inputWith(operation, path, input));
        expect(answer, `${path.join('.')}: ${JSON.stringify(input)}`).toMatchObject({
          status: 400,
          requestId: expect.stringMatching(/./),
          body: {
            __type: 'ValidationException',
            message: expect.stringContaining('failed to satisfy constraint'),
          },
        });
      }
    }
    // The smallest input that the model takes is answered, well or with an error, but never with a defect.
    expect(
      (await call(operation, inputWith(operation, [], smallest(placesOf(operation)[0]?.shape ?? '')))).status,
    ).toBeLessThan(500);
  });
});
