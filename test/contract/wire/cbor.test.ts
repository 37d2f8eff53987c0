import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  StartLiveTailCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  ClusterNotFoundException,
  CreateClusterCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServicesCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
} from '@aws-sdk/client-ecs';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { cbor, SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ecsContract } from '../../../src/aws/contract/ecs.gen.ts';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';
import { signed } from './http.ts';

let longshore: TestLongshore;
let endpoint: string;
beforeAll(async () => {
  longshore = await startTestLongshore();
  ({ endpoint } = longshore.longshore);
});
afterAll(() => longshore[Symbol.asyncDispose]());

const settings = () => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
  disableHostPrefix: true,
  protocol: SmithyRpcV2CborProtocol,
});

describe('by the SDK', () => {
  test('a task is what it is in JSON', async () => {
    const client = new ECSClient(settings());
    await client.send(new CreateClusterCommand({ clusterName: 'cbor' }));
    const family = 'cbor';
    const environment = [{ name: 'A', value: 'é 🐳' }];
    const containerDefinitions = [{ name: 'a', image: 'busybox', memory: 32, environment }];
    await client.send(new RegisterTaskDefinitionCommand({ family, containerDefinitions }));
    const run = new RunTaskCommand({ cluster: 'cbor', taskDefinition: family, enableExecuteCommand: false });
    const { tasks: [task] = [] } = await client.send(run);
    expect(task?.createdAt).toBeInstanceOf(Date);
    const describeIt = new DescribeTasksCommand({ cluster: 'cbor', tasks: [task?.taskArn ?? ''] });
    const [byCbor, byJson] = [await client.send(describeIt), await longshore.client.send(describeIt)];
    expect(byCbor.tasks?.[0]?.taskArn).toBe(task?.taskArn);
    expect(byCbor.tasks?.[0]?.createdAt).toEqual(byJson.tasks?.[0]?.createdAt);
    expect(byCbor.tasks?.[0]?.overrides).toEqual(byJson.tasks?.[0]?.overrides);
    client.destroy();
  });

  test('errors are those of the model', async () => {
    const client = new ECSClient(settings());
    const error: unknown = await client.send(new ListServicesCommand({ cluster: 'nowhere' })).catch((e) => e);
    const same: unknown = await longshore.client
      .send(new ListServicesCommand({ cluster: 'nowhere' }))
      .catch((e) => e);
    expect(error).toMatchObject({ name: nameOf(same), message: messageOf(same) });
    const described = client.send(new DescribeTasksCommand({ cluster: 'nowhere', tasks: ['a'.repeat(32)] }));
    await expect(described).rejects.toBeInstanceOf(ClusterNotFoundException);
    client.destroy();
  });

  test('bytes are bytes', async () => {
    const client = new SecretsManagerClient(settings());
    const SecretBinary = Uint8Array.of(0, 255, 128, 10);
    await client.send(new CreateSecretCommand({ Name: 'bytes', SecretBinary }));
    const got = await client.send(new GetSecretValueCommand({ SecretId: 'bytes' }));
    expect([...(got.SecretBinary ?? [])]).toEqual([...SecretBinary]);
    client.destroy();
  });

  test('a stream of events', async () => {
    const client = new CloudWatchLogsClient(settings());
    // Its model has no output at all: the answer has no body.
    await client.send(new CreateLogGroupCommand({ logGroupName: 'cbor' }));
    const logGroupIdentifiers = ['arn:aws:logs:us-east-1:000000000000:log-group:cbor'];
    const { responseStream } = await client.send(new StartLiveTailCommand({ logGroupIdentifiers }));
    for await (const event of responseStream ?? []) {
      expect(event.sessionStart).toMatchObject({ logGroupIdentifiers });
      break;
    }
    client.destroy();
  });
});

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');

interface CborAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

async function post(
  operation: string,
  body: Uint8Array<ArrayBuffer> | string,
  headers: Readonly<Record<string, string>> = {},
  service = ecsContract.targetPrefix ?? '',
): Promise<CborAnswer> {
  const response = await fetch(`${endpoint}/service/${service}/operation/${operation}`, {
    method: 'POST',
    headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor', ...headers },
    body,
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const { status } = response;
  return {
    status,
    headers: response.headers,
    body: bytes.length === 0 ? undefined : cbor.deserialize(bytes),
  };
}

const hex = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('on the wire', () => {
  test('an answer and its head', async () => {
    const { status, headers, body } = await post('ListClusters', hex('a0'));
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'smithy-protocol': 'rpc-v2-cbor',
      'content-type': 'application/cbor',
      'x-amzn-requestid': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(body).toHaveProperty('clusterArns');
  });

  test('lengths may be left open, that of strings too', async () => {
    // {_ "maxResults": 1, (_ "next", "Token"): null}
    const answer = await post(
      'ListClusters',
      hex('bf 6a6d6178526573756c7473 01 7f646e65787465546f6b656eff f6 ff'),
    );
    expect(answer).toMatchObject({ status: 200, body: { clusterArns: expect.any(Array) } });
  });

  test('a name that the service has not, but a signature that says whose it is', async () => {
    const answer = await post('ListClusters', hex('a0'), signed('ecs'), 'AmazonECS');
    expect(answer).toMatchObject({ status: 200 });
    expect((await post('ListClusters', hex('a0'), {}, 'AmazonECS')).body).toEqual({
      __type: 'UnknownOperationException',
      message: 'No service here has the name AmazonECS.',
    });
  });

  test('no body is an empty one', async () => {
    expect(await post('ListClusters', '')).toMatchObject({ status: 200 });
  });

  test.each([
    ['nothing that is CBOR', '1c', 'Unable to parse the request body as CBOR'],
    ['half a map', 'a1 61', 'Unable to parse the request body as CBOR'],
    ['two values', 'a0 a0', 'Unable to parse the request body as CBOR'],
    ['a length that is a lie', '9b 0000ffffffffffff', 'Unable to parse the request body as CBOR'],
    ['a key that is no text', 'a1 01 01', 'Unable to parse the request body as CBOR'],
    ['text that is no UTF-8', 'a1 61 ff 01', 'Invalid UTF-8'],
    ['a list', '80', 'Unrecognized collection type class com.amazonaws.madison.frontend.ListClustersRequest'],
    ['bytes for text', 'a1 696e657874546f6b656e 41 61', 'BYTE_STRING cannot be converted to String'],
    ['text for a number', 'a1 6a6d6178526573756c7473 61 61', 'STRING_VALUE cannot be converted to Integer'],
    [
      'a number too large',
      'a1 6a6d6178526573756c7473 1b ffffffffffffffff',
      'NUMBER_VALUE cannot be converted to Integer',
    ],
    ['half a number', 'a1 6a6d6178526573756c7473 f9 3e00', 'DECIMAL_VALUE cannot be converted to Integer'],
    ['a tag', 'a1 6a6d6178526573756c7473 c1 01', 'TAG_1 cannot be converted to Integer'],
    ['nested beyond reason', '81'.repeat(10_000), 'Nesting is deeper than 500 levels'],
  ])('%s is refused', async (_, body, message) => {
    expect(await post('ListClusters', hex(body))).toMatchObject({
      status: 400,
      body: { __type: 'SerializationException', message },
    });
  });

  test.each([
    ['MakeCoffee', {}, 'ECS has no operation MakeCoffee.'],
    ['toString', {}, 'ECS has no operation toString.'],
    [
      'ListClusters',
      { 'content-type': 'application/json' },
      'The content type must be application/cbor, not application/json.',
    ],
  ])('%s with %j is refused', async (operation, headers, message) => {
    expect(await post(operation, hex('a0'), headers)).toMatchObject({
      status: 400,
      body: { __type: 'UnknownOperationException', message },
    });
  });

  test('a body that is too large', async () => {
    expect(await post('ListClusters', new Uint8Array(1024 * 1024 + 1))).toMatchObject({
      status: 413,
      body: { __type: 'RequestEntityTooLargeException', message: expect.stringContaining('1048576 bytes') },
    });
  });
});
