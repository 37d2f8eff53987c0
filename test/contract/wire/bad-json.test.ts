import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ecrContract } from '../../../src/aws/contract/ecr.gen.ts';
import { eventsContract } from '../../../src/aws/contract/events.gen.ts';
import { kmsContract } from '../../../src/aws/contract/kms.gen.ts';
import { logsContract } from '../../../src/aws/contract/logs.gen.ts';
import { secretsmanagerContract } from '../../../src/aws/contract/secretsmanager.gen.ts';
import { ssmContract } from '../../../src/aws/contract/ssm.gen.ts';
import { samplesOf } from '../../support/samples.ts';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';

/**
 * Generated from the models, for the awsJson services around ECS (`sdk/bad-input.test.ts` is ECS's own): every
 * operation with nothing, with the smallest input of its model, and with a wrong type, an unknown value of an
 * enum and a missing member in every place. Whatever is wrong, the answer is the service's own and no defect.
 */
let longshore: TestLongshore;
beforeAll(async () => {
  longshore = await startTestLongshore();
});
afterAll(() => longshore[Symbol.asyncDispose]());

/** Classes in which services tell of broken constraints, beside those that the operation's model names. */
const violations = ['ValidationException', 'InvalidParameterException', 'ValidationError'];

describe.each([ecrContract, eventsContract, kmsContract, logsContract, secretsmanagerContract, ssmContract])(
  '$serviceId',
  (contract) => {
    const { inputShape, inputWith, placesOf, shapeNamed, smallest, wrongTypeFor } = samplesOf(contract);

    const call = async (
      operation: string,
      input: unknown,
    ): Promise<{ status: number; type: string; text: string }> => {
      const response = await fetch(longshore.longshore.endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `${contract.targetPrefix}.${operation}`,
        },
        body: JSON.stringify(input),
      });
      const text = await response.text();
      // A stream of events that has begun is a success.
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      const body: unknown = isJson && text !== '' ? JSON.parse(text) : {};
      const type = typeof body === 'object' && body !== null && '__type' in body ? String(body.__type) : '';
      return { status: response.status, type, text };
    };

    const streams = (operation: string): boolean => operation === 'StartLiveTail';

    test.each(contract.operations.names())('%s', async (operation) => {
      const modelled = contract.operations.get(operation)?.errors ?? [];
      const isOwn = (type: string): boolean => modelled.includes(type) || violations.includes(type);
      for (const input of [{}, smallest(inputShape(operation))]) {
        if (streams(operation)) continue;
        const { status, type, text } = await call(operation, input);
        const told = `${JSON.stringify(input)}: ${status} ${text}`;
        expect([200, 400, 403, 404, 409], told).toContain(status);
        // What is not there is refused by an error of the service, where the operation's own model has none for it.
        const isAbsent = text.includes('is not implemented') && contract.errors.has(type);
        if (status !== 200 && !isAbsent) expect(type, told).toSatisfy(isOwn);
      }
      for (const { path, shape } of placesOf(operation)) {
        const wrong = wrongTypeFor(shape);
        if (wrong !== undefined) {
          const answer = await call(operation, inputWith(operation, path, wrong));
          expect(answer, `${path.join('.')}: ${answer.text}`).toMatchObject({
            status: 400,
            type: 'SerializationException',
          });
        }
        for (const input of broken(operation, path, shape)) {
          const answer = await call(operation, input);
          expect(answer.status, `${JSON.stringify(input)}: ${answer.text}`).toBe(400);
          expect(answer.type, `${JSON.stringify(input)}: ${answer.text}`).toSatisfy(isOwn);
        }
      }
    });

    function broken(operation: string, path: readonly (string | number)[], name: string): readonly unknown[] {
      const shape = shapeNamed(name);
      if (shape?.kind === 'string' && shape.enum !== undefined)
        return [inputWith(operation, path, 'NO_SUCH_VALUE')];
      if (shape?.kind === 'string' && shape.max !== undefined && shape.max < 5000) {
        return [inputWith(operation, path, 'a'.repeat(shape.max + 1))];
      }
      if (shape?.kind !== 'structure') return [];
      return (shape.required ?? []).map((missing) => {
        const whole = Object.entries(smallest(name) as object);
        return inputWith(operation, path, Object.fromEntries(whole.filter(([member]) => member !== missing)));
      });
    }
  },
);
