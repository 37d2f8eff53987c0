import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateApiDestinationCommand,
  CreateConnectionCommand,
  DeauthorizeConnectionCommand,
  DeleteApiDestinationCommand,
  DeleteConnectionCommand,
  DescribeApiDestinationCommand,
  DescribeConnectionCommand,
  ListApiDestinationsCommand,
  ListConnectionsCommand,
  ListEndpointsCommand,
  ListEventSourcesCommand,
  OperationDisabledException,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
  PutTargetsCommand,
  UpdateApiDestinationCommand,
  UpdateConnectionCommand,
} from '@aws-sdk/client-eventbridge';
import {
  DescribeTasksCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EventBridgeUnderTest, startEventBridge } from './client.ts';

const entry = (given: Partial<PutEventsRequestEntry> = {}): PutEventsRequestEntry => ({
  Source: 'app',
  DetailType: 'Thing',
  Detail: '{"a":1}',
  ...given,
});
const RoleArn = 'arn:aws:iam::000000000000:role/events';

describe('events, by the SDK', () => {
  let started: EventBridgeUnderTest;
  beforeAll(async () => {
    started = await startEventBridge();
  });
  afterAll(() => started[Symbol.asyncDispose]());

  test('are taken or refused one by one', async () => {
    const { events } = started;
    const Entries = [
      entry(),
      entry({ Source: undefined }),
      entry({ DetailType: undefined }),
      entry({ Detail: undefined }),
      entry({ Detail: '{' }),
      entry({ Detail: '[1]' }),
      entry({ Detail: `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}` }),
      entry({ Source: 'aws.ecs' }),
      entry({ EventBusName: 'none' }),
    ];
    const { FailedEntryCount, Entries: results } = await events.send(new PutEventsCommand({ Entries }));
    expect(FailedEntryCount).toBe(7);
    expect(
      results?.map(({ EventId, ErrorCode, ErrorMessage }) => EventId ?? `${ErrorCode}: ${ErrorMessage}`),
    ).toEqual([
      expect.stringMatching(/^[0-9a-f-]{36}$/),
      'InvalidArgument: Parameter Source is not valid. Reason: Source is a required argument.',
      'InvalidArgument: Parameter DetailType is not valid. Reason: DetailType is a required argument.',
      'InvalidArgument: Parameter Detail is not valid. Reason: Detail is a required argument.',
      'MalformedDetail: Detail is malformed.',
      'MalformedDetail: Detail is malformed.',
      'MalformedDetail: Detail is malformed.',
      'NotAuthorizedForSourceException: Not authorized for the source.',
      expect.stringMatching(/^[0-9a-f-]{36}$/),
    ]);
    const large = entry({ Detail: JSON.stringify({ a: 'x'.repeat(256 * 1024) }) });
    await expect(events.send(new PutEventsCommand({ Entries: [large] }))).rejects.toThrow(
      'Total size of the entries in the request is over the limit.',
    );
  });

  test('reach an HTTP program through a connection and an API destination', async () => {
    const { events } = started;
    const received = Promise.withResolvers<{ body: string; key: unknown }>();
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.end();
        received.resolve({ body: Buffer.concat(chunks).toString(), key: request.headers['x-key'] });
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    using _server = { [Symbol.dispose]: () => void server.close() };
    const InvocationEndpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;

    const AuthParameters = { ApiKeyAuthParameters: { ApiKeyName: 'X-Key', ApiKeyValue: 'wrong' } };
    const connection = { Name: 'c', AuthorizationType: 'API_KEY', AuthParameters } as const;
    const { ConnectionArn } = await events.send(new CreateConnectionCommand(connection));
    await expect(events.send(new CreateConnectionCommand(connection))).rejects.toThrow('already exists');
    const right = { ApiKeyAuthParameters: { ApiKeyValue: 'right' } };
    await events.send(new UpdateConnectionCommand({ Name: 'c', AuthParameters: right }));
    const described = await events.send(new DescribeConnectionCommand({ Name: 'c' }));
    expect(described).toMatchObject({
      ConnectionState: 'AUTHORIZED',
      AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'X-Key' } },
      SecretArn: expect.stringContaining('secret:events!connection/c/'),
    });
    expect(JSON.stringify(described)).not.toContain('right');
    const listed = await events.send(new ListConnectionsCommand({ NamePrefix: 'c' }));
    expect(listed.Connections).toMatchObject([{ Name: 'c', AuthorizationType: 'API_KEY' }]);

    const made = await events.send(
      new CreateApiDestinationCommand({ Name: 'd', ConnectionArn, InvocationEndpoint, HttpMethod: 'PUT' }),
    );
    await events.send(new UpdateApiDestinationCommand({ Name: 'd', HttpMethod: 'POST' }));
    const destination = await events.send(new DescribeApiDestinationCommand({ Name: 'd' }));
    expect(destination).toMatchObject({
      HttpMethod: 'POST',
      InvocationEndpoint,
      InvocationRateLimitPerSecond: 300,
    });
    const destinations = await events.send(new ListApiDestinationsCommand({ ConnectionArn }));
    expect(destinations.ApiDestinations).toHaveLength(1);

    await events.send(new PutRuleCommand({ Name: 'http', EventPattern: '{"source":["http"]}' }));
    const Targets = [{ Id: 'd', Arn: made.ApiDestinationArn, RoleArn, InputPath: '$.detail' }];
    await events.send(new PutTargetsCommand({ Rule: 'http', Targets }));
    await events.send(new PutEventsCommand({ Entries: [entry({ Source: 'http' })] }));
    expect(await received.promise).toEqual({ body: '{"a":1}', key: 'right' });

    const off = await events.send(new DeauthorizeConnectionCommand({ Name: 'c' }));
    expect(off.ConnectionState).toBe('DEAUTHORIZING');
    await events.send(new DeleteApiDestinationCommand({ Name: 'd' }));
    await events.send(new DeleteConnectionCommand({ Name: 'c' }));
    await expect(events.send(new DescribeConnectionCommand({ Name: 'c' }))).rejects.toThrow(
      "Failed to describe the connection(s). Connection 'c' does not exist.",
    );
    await expect(events.send(new DescribeApiDestinationCommand({ Name: 'd' }))).rejects.toThrow(
      "Failed to describe the api-destination(s). An api-destination 'd' does not exist.",
    );
  });

  test('start a task, and the events of tasks match rules', async () => {
    const { events, client, longshore } = started;
    const containerDefinitions = [{ name: 'app', image: 'busybox', memory: 64 }];
    await client.send(new RegisterTaskDefinitionCommand({ family: 'app', containerDefinitions }));
    // The first task's RUNNING starts the second.
    const EventPattern = JSON.stringify({
      source: ['aws.ecs'],
      detail: { lastStatus: ['RUNNING'], startedBy: ['me'] },
    });
    await events.send(new PutRuleCommand({ Name: 'next', EventPattern }));
    const Arn = 'arn:aws:ecs:us-east-1:000000000000:cluster/default';
    const EcsParameters = { TaskDefinitionArn: 'app' };
    const Input = '{"containerOverrides":[{"name":"app","environment":[{"name":"A","value":"B"}]}]}';
    await events.send(
      new PutTargetsCommand({ Rule: 'next', Targets: [{ Id: 'run', Arn, RoleArn, EcsParameters, Input }] }),
    );
    const pattern = JSON.stringify({ detail: { startedBy: ['events-rule/next'], lastStatus: ['RUNNING'] } });
    const query = new URLSearchParams({ follow: 'true', pattern });
    const abort = new AbortController();
    const told = await fetch(`${longshore.endpoint}/_longshore/events?${query.toString()}`, abort);
    await client.send(new RunTaskCommand({ taskDefinition: 'app', startedBy: 'me' }));
    const [line] = await firstLine(told);
    abort.abort();
    const taskArn = JSON.parse(line).event.resources[0];
    const listed = await client.send(new ListTasksCommand({ startedBy: 'events-rule/next' }));
    expect(listed.taskArns).toEqual([taskArn]);
    const { tasks } = await client.send(new DescribeTasksCommand({ tasks: [taskArn] }));
    expect(tasks?.[0]?.overrides?.containerOverrides).toEqual([
      { name: 'app', environment: [{ name: 'A', value: 'B' }] },
    ]);
  });

  test('have no partners and global endpoints: the answer says so', async () => {
    const { events } = started;
    await expect(events.send(new ListEventSourcesCommand({}))).rejects.toBeInstanceOf(
      OperationDisabledException,
    );
    await expect(events.send(new ListEndpointsCommand({}))).rejects.toThrow(
      'ListEndpoints is not implemented by this version of Longshore.',
    );
  });
});

async function firstLine(answer: Response): Promise<[line: string]> {
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += Buffer.from(chunk).toString();
    const end = text.indexOf('\n');
    if (end >= 0) return [text.slice(0, end)];
  }
  throw new Error(`no line: ${text}`);
}
