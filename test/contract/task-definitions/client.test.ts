import {
  ClientException,
  DescribeTaskDefinitionCommand,
  DeregisterTaskDefinitionCommand,
  ECSClient,
  InvalidParameterException,
  paginateListTaskDefinitions,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
} from '@aws-sdk/client-ecs';
import { describe, expect, onTestFinished, test } from 'vitest';

import { countingIds } from '../../../src/kernel/ids.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { VirtualClock } from '../../../src/kernel/virtual-clock.ts';
import { createGateway } from '../../../src/gateway/gateway.ts';
import { ecsService } from '../../../src/services/ecs/index.ts';
import { Store } from '../../../src/store/store.ts';
import { fakeAdmin } from '../../support/gateway/fakes.ts';
import * as definitions from './definitions.ts';

// The SDK's types and ours describe the same shapes, apart from how a union is written.
const everything = definitions.everything as RegisterTaskDefinitionCommandInput;
const least = definitions.least as RegisterTaskDefinitionCommandInput;

/** The AWS SDK against a gateway of its own; the answers are those of the wire. */
async function client(): Promise<ECSClient> {
  const clock = new VirtualClock();
  const store = new Store({
    onListenerError: (error) => {
      throw error;
    },
  });
  const gateway = createGateway({
    services: [ecsService({ store, clock, ids: countingIds(), installation: 'test-installation' })],
    admin: fakeAdmin(),
    clock,
    ids: countingIds(),
    log: silentLog,
    defaults: { account: '000000000000', region: 'us-east-1' },
    allowHosts: [],
  });
  const ecs = new ECSClient({
    endpoint: await gateway.listen({ host: '127.0.0.1', port: 0 }),
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  onTestFinished(async () => {
    ecs.destroy();
    await gateway.close();
    store[Symbol.dispose]();
  });
  return ecs;
}

const caught = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('with the AWS SDK', () => {
  test('a definition comes back with its members and times', async () => {
    const ecs = await client();
    const tags = [{ key: 'team', value: 'a' }];
    const registered = await ecs.send(new RegisterTaskDefinitionCommand({ ...everything, tags }));
    expect(registered.taskDefinition).toMatchObject(everything);
    expect(registered.taskDefinition?.registeredAt).toEqual(new Date(Date.UTC(2026, 0, 1)));
    const described = await ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: 'all-of-it', include: ['TAGS'] }),
    );
    expect(described.taskDefinition).toEqual(registered.taskDefinition);
    expect(described.tags).toEqual(tags);
  });

  test('the paginator meets every revision once', async () => {
    const ecs = await client();
    for (let count = 0; count < 5; count += 1) await ecs.send(new RegisterTaskDefinitionCommand(least));
    const revisions: string[] = [];
    for await (const page of paginateListTaskDefinitions({ client: ecs, pageSize: 2 }, { sort: 'DESC' })) {
      revisions.push(...(page.taskDefinitionArns ?? []).map((arn) => arn.split(':').at(-1) ?? ''));
    }
    expect(revisions).toEqual(['5', '4', '3', '2', '1']);
  });

  test.each<[string, RegisterTaskDefinitionCommandInput, string]>([
    ['a rule', { ...least, containerDefinitions: [] }, 'Container list cannot be empty.'],
    [
      'the model',
      { ...least, networkMode: 'overlay' as 'bridge' },
      "1 validation error detected: Value 'overlay' at 'networkMode' failed to satisfy constraint: Member must satisfy enum value set: [awsvpc, bridge, host, none]",
    ],
    [
      'tags',
      { ...least, tags: [{ key: 'aws:x', value: '' }] },
      "Tag keys that begin with 'aws:' are reserved for use by AWS.",
    ],
  ])('what breaks %s is a ClientException', async (_, input, message) => {
    const ecs = await client();
    const error = await caught(ecs.send(new RegisterTaskDefinitionCommand(input)));
    expect(error).toBeInstanceOf(ClientException);
    expect(error).toMatchObject({ message, $metadata: { httpStatusCode: 400 } });
  });

  test('what is not there is a ClientException, an ARN from elsewhere a wrong parameter', async () => {
    const ecs = await client();
    const missing = await caught(ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'none' })));
    expect(missing).toBeInstanceOf(ClientException);
    const elsewhere = 'arn:aws:ecs:eu-west-1:000000000000:task-definition/web:1';
    const foreign = await caught(
      ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: elsewhere })),
    );
    expect(foreign).toBeInstanceOf(InvalidParameterException);
  });
});
