import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DescribeEventBusCommand,
  ListEventBusesCommand,
  PutPermissionCommand,
  PutRuleCommand,
  DeleteRuleCommand,
  RemovePermissionCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
  UpdateEventBusCommand,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EventBridgeUnderTest, refusalOf, startEventBridge } from './client.ts';

const arn = (bus: string): string => `arn:aws:events:us-east-1:000000000000:event-bus/${bus}`;

describe('event buses, by the SDK', () => {
  let started: EventBridgeUnderTest;
  beforeAll(async () => {
    started = await startEventBridge();
  });
  afterAll(() => started[Symbol.asyncDispose]());

  test('the default one is there from the beginning', async () => {
    const { events } = started;
    const bus = await events.send(new DescribeEventBusCommand({}));
    expect(bus).toMatchObject({ Name: 'default', Arn: arn('default') });
    const deletion = await refusalOf(events.send(new DeleteEventBusCommand({ Name: 'default' })));
    expect(deletion).toEqual({ name: 'ValidationException', message: 'Cannot delete event bus default.' });
    const creation = events.send(new CreateEventBusCommand({ Name: 'default' }));
    await expect(creation).rejects.toThrow('Event bus default already exists.');
  });

  test('are made, described, changed, listed and deleted', async () => {
    const { events } = started;
    const made = await events.send(new CreateEventBusCommand({ Name: 'own', Description: 'mine' }));
    expect(made).toMatchObject({ EventBusArn: arn('own'), Description: 'mine' });
    const again = events.send(new CreateEventBusCommand({ Name: 'own' }));
    await expect(again).rejects.toBeInstanceOf(ResourceAlreadyExistsException);
    await events.send(new UpdateEventBusCommand({ Name: 'own', Description: 'ours' }));
    // By its ARN as well as by its name.
    const described = await events.send(new DescribeEventBusCommand({ Name: arn('own') }));
    expect(described).toMatchObject({ Name: 'own', Description: 'ours', CreationTime: expect.any(Date) });
    const first = await events.send(new ListEventBusesCommand({ Limit: 1 }));
    expect(first.EventBuses?.map(({ Name }) => Name)).toEqual(['default']);
    const second = await events.send(new ListEventBusesCommand({ Limit: 1, NextToken: first.NextToken }));
    expect(second.EventBuses?.map(({ Name }) => Name)).toEqual(['own']);
    expect(second.NextToken).toBeUndefined();
    const prefixed = await events.send(new ListEventBusesCommand({ NamePrefix: 'o' }));
    expect(prefixed.EventBuses?.map(({ Name }) => Name)).toEqual(['own']);
    await events.send(
      new PutRuleCommand({ Name: 'r', EventBusName: 'own', EventPattern: '{"source":["a"]}' }),
    );
    await expect(events.send(new DeleteEventBusCommand({ Name: 'own' }))).rejects.toThrow(
      'it still has rules',
    );
    await events.send(new DeleteRuleCommand({ Name: 'r', EventBusName: 'own' }));
    await events.send(new DeleteEventBusCommand({ Name: 'own' }));
    await events.send(new DeleteEventBusCommand({ Name: 'own' }));
    const gone = events.send(new DescribeEventBusCommand({ Name: 'own' }));
    await expect(gone).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(gone).rejects.toThrow('Event bus own does not exist.');
  });

  test('of partners are not there', async () => {
    const Name = 'aws.partner/example.com/a';
    const creation = started.events.send(new CreateEventBusCommand({ Name, EventSourceName: Name }));
    await expect(creation).rejects.toThrow(`Event source ${Name} does not exist.`);
    const slash = started.events.send(new CreateEventBusCommand({ Name: 'a/b' }));
    await expect(slash).rejects.toThrow("Event bus name must not contain '/'.");
  });

  test('have a policy, statement by statement or whole', async () => {
    const { events } = started;
    const policy = async (): Promise<unknown> => {
      const { Policy } = await events.send(new DescribeEventBusCommand({}));
      return Policy === undefined ? undefined : JSON.parse(Policy);
    };
    const grant = { Action: 'events:PutEvents', Principal: '111122223333', StatementId: 'one' };
    await events.send(new PutPermissionCommand(grant));
    const Condition = { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-1' };
    await events.send(new PutPermissionCommand({ ...grant, Principal: '*', StatementId: 'org', Condition }));
    expect(await policy()).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'one',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:root' },
          Action: 'events:PutEvents',
          Resource: arn('default'),
        },
        {
          Sid: 'org',
          Effect: 'Allow',
          Principal: '*',
          Action: 'events:PutEvents',
          Resource: arn('default'),
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
        },
      ],
    });
    await events.send(new RemovePermissionCommand({ StatementId: 'one' }));
    const missing = events.send(new RemovePermissionCommand({ StatementId: 'one' }));
    await expect(missing).rejects.toThrow('Statement with the provided id does not exist.');
    await events.send(new RemovePermissionCommand({ RemoveAllPermissions: true }));
    expect(await policy()).toBeUndefined();
    const none = events.send(new RemovePermissionCommand({ StatementId: 'org' }));
    await expect(none).rejects.toThrow('EventBus does not have a policy.');
    const malformed = events.send(new PutPermissionCommand({ Policy: '{' }));
    await expect(malformed).rejects.toThrow(/invalid Json/);
  });
});
