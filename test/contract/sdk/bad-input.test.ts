import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ecsContract } from '../../../src/aws/contract/ecs.gen.ts';
import { operations } from '../../../src/services/ecs/operations/index.ts';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';
import { samplesOf } from '../../support/samples.ts';
import { type Answer, callWire } from './wire.ts';

/**
 * Generated from the model: for each implemented operation, every place of its input with a value of a
 * wrong type, every enum with a value that it has not, and every structure without a required member.
 */
const { inputShape, inputWith, placesOf, shapeNamed, smallest, wrongTypeFor } = samplesOf(ecsContract);
let longshore: TestLongshore;

beforeAll(async () => {
  // What calls demand must be told of nonsense, too.
  longshore = await startTestLongshore({ iam: 'soft' });
  const register = { family: 'kept', containerDefinitions: [{ name: 'a', image: 'a', memory: 8 }] };
  expect(await call('RegisterTaskDefinition', register)).toMatchObject({ status: 200 });
  expect(await call('CreateCluster', { clusterName: 'kept' })).toMatchObject({ status: 200 });
  expect(await call('RunTask', { cluster: 'kept', taskDefinition: 'kept' })).toMatchObject({ status: 200 });
});
afterAll(() => longshore[Symbol.asyncDispose]());

const call = (operation: string, input: unknown): Promise<Answer> =>
  callWire(longshore.longshore.endpoint, operation, input);

describe.each(Object.keys(operations))('%s', (operation) => {
  const places = placesOf(operation);

  test('refuses values of wrong types', async () => {
    const before = await everything();
    for (const { path, shape } of places) {
      const wrong = wrongTypeFor(shape);
      if (wrong === undefined) continue;
      const answer = await call(operation, inputWith(operation, path, wrong));
      expect(answer, `${path.join('.')}: ${JSON.stringify(wrong)}`).toMatchObject({
        status: 400,
        requestId: expect.stringMatching(/./),
        body: { __type: 'SerializationException' },
      });
    }
    expect(await everything()).toEqual(before);
  });

  test('refuses what constraints of the model forbid', async () => {
    const before = await everything();
    for (const { input, words } of [...unknownEnums(), ...missingMembers()]) {
      const answer = await call(operation, input);
      expect(answer, JSON.stringify(input)).toMatchObject({
        status: 400,
        requestId: expect.stringMatching(/./),
        body: {
          __type: operation === 'RegisterTaskDefinition' ? 'ClientException' : 'InvalidParameterException',
          message: expect.stringContaining(words),
        },
      });
      expect(ecsContract.operations.get(operation)?.errors).toContain(answer.body['__type']);
    }
    expect(await everything()).toEqual(before);
  });

  test('tolerates members that the model does not know', async () => {
    const known = await call(operation, smallest(inputShape(operation)));
    const unknown = inputWith(operation, [], { ...(smallest(inputShape(operation)) as object), zzz: 1 });
    const answer = await call(operation, unknown);
    expect(answer.body['__type']).toBe(known.body['__type']);
  });

  function unknownEnums(): readonly Refused[] {
    return places.flatMap(({ path, shape }) => {
      const found = shapeNamed(shape);
      if (found?.kind !== 'string' || found.enum === undefined) return [];
      const input = inputWith(operation, path, 'NO_SUCH_VALUE');
      return [{ input, words: 'Member must satisfy enum value set' }];
    });
  }

  function missingMembers(): readonly Refused[] {
    return places.flatMap(({ path, shape }) => {
      const found = shapeNamed(shape);
      if (found?.kind !== 'structure') return [];
      return (found.required ?? []).map((missing) => {
        const whole = Object.entries(smallest(shape) as object);
        const value = Object.fromEntries(whole.filter(([name]) => name !== missing));
        return {
          input: inputWith(operation, path, value),
          words: `${missing}' failed to satisfy constraint`,
        };
      });
    });
  }
});

interface Refused {
  readonly input: unknown;
  readonly words: string;
}

/** All that a call could have written. */
async function everything(): Promise<unknown> {
  const reads: readonly (readonly [string, object])[] = [
    ['DescribeClusters', { clusters: ['kept', 'default'], include: ['SETTINGS', 'CONFIGURATIONS', 'TAGS'] }],
    ['ListClusters', {}],
    ['ListTaskDefinitions', {}],
    ['ListTaskDefinitions', { status: 'INACTIVE' }],
    ['ListTaskDefinitionFamilies', { status: 'ALL' }],
    ['ListTasks', { cluster: 'kept' }],
    ['ListTasks', { cluster: 'kept', desiredStatus: 'STOPPED' }],
  ];
  return Promise.all(reads.map(async ([operation, input]) => (await call(operation, input)).body));
}
