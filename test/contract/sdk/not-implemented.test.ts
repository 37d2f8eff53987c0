import * as sdk from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ecsContract } from '../../../src/aws/contract/ecs.gen.ts';
import { operations } from '../../../src/services/ecs/operations/index.ts';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';
import { samplesOf } from '../../support/samples.ts';

const { inputShape, smallest } = samplesOf(ecsContract);
let longshore: TestLongshore;

beforeAll(async () => {
  longshore = await startTestLongshore();
});
afterAll(() => longshore[Symbol.asyncDispose]());

const names = ecsContract.operations.names();
const missing = names.filter((name) => !Object.hasOwn(operations, name));

test('the contract has every operation that the SDK has', () => {
  const commands = Object.keys(sdk).filter((name) => /^[A-Z].*Command$/.test(name) && name !== '$Command');
  expect(names).toEqual(commands.map((name) => name.replace(/Command$/, '')).sort());
  expect(names).toHaveLength(88);
});

test.each(missing)('%s is refused with an error of its model', async (operation) => {
  const error = await sendSmallest(operation);
  expect(error).toBeInstanceOf(sdk.ECSServiceException);
  expect(error).toMatchObject({
    name: expect.toSatisfy(
      (name: string) => ecsContract.operations.get(operation)?.errors.includes(name) === true,
    ),
    message: `${operation} is not implemented by this version of Longshore.`,
    $fault: 'client',
    $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
});

type AnyCommand = new (input: unknown) => Parameters<sdk.ECSClient['send']>[0];

async function sendSmallest(operation: string): Promise<unknown> {
  const Command = (sdk as unknown as Readonly<Record<string, AnyCommand>>)[`${operation}Command`];
  if (Command === undefined) throw new Error(`the SDK has no ${operation}`);
  const command = new Command(smallest(inputShape(operation)));
  return longshore.client.send(command).then(
    () => 'success',
    (error: unknown) => error,
  );
}
