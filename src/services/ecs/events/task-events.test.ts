import { describe, expect, test } from 'vitest';
import { testEcs, type TestEcs } from '../../../../test/support/ecs.ts';
import { type EcsEvent } from './sink.ts';
import { tellTaskEvents } from './task-events.ts';
import { defaultSubnet } from '../../../../test/support/subnets.ts';

function open(): { readonly ecs: TestEcs; readonly events: EcsEvent[]; readonly arn: string } {
  const ecs = testEcs();
  const events: EcsEvent[] = [];
  tellTaskEvents({ ...ecs, events: { publish: (event) => events.push(event) } });
  ecs.call('CreateCluster', {});
  ecs.call('RegisterTaskDefinition', {
    family: 'web',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'app', image: 'nginx' }],
  });
  const { tasks } = ecs.call('RunTask', {
    taskDefinition: 'web',
    launchType: 'FARGATE',
    startedBy: 'me',
    tags: [{ key: 'a', value: 'b' }],
    networkConfiguration: { awsvpcConfiguration: { subnets: [defaultSubnet()] } },
  });
  return { ecs, events, arn: tasks?.[0]?.taskArn ?? '' };
}

const detail = (event: EcsEvent | undefined): Record<string, unknown> => ({ ...(event?.detail as object) });

describe('a task state change', () => {
  test('tells of a new task what is known, and nothing that is not', () => {
    const { events, arn } = open();
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      source: 'aws.ecs',
      detailType: 'ECS Task State Change',
      account: '000000000000',
      region: 'us-east-1',
      resources: [arn],
    });
    expect(detail(events[0])).toEqual({
      attachments: [
        {
          id: expect.any(String),
          type: 'eni',
          status: 'PRECREATED',
          details: [{ name: 'subnetId', value: defaultSubnet() }],
        },
      ],
      attributes: [{ name: 'ecs.cpu-architecture', value: expect.any(String) }],
      availabilityZone: expect.stringMatching(/^us-east-1[a-z]$/),
      clusterArn: 'arn:aws:ecs:us-east-1:000000000000:cluster/default',
      connectivity: 'CONNECTED',
      connectivityAt: '2026-01-01T00:00:00.000Z',
      containers: [
        {
          containerArn: expect.any(String),
          lastStatus: 'PENDING',
          name: 'app',
          image: 'nginx',
          taskArn: arn,
          networkInterfaces: [],
          cpu: '0',
        },
      ],
      cpu: '256',
      createdAt: '2026-01-01T00:00:00.000Z',
      desiredStatus: 'RUNNING',
      enableExecuteCommand: false,
      group: 'family:web',
      lastStatus: 'PROVISIONING',
      launchType: 'FARGATE',
      memory: '512',
      overrides: { containerOverrides: [{ name: 'app' }] },
      platformVersion: '1.4.0',
      startedBy: 'me',
      taskArn: arn,
      taskDefinitionArn: 'arn:aws:ecs:us-east-1:000000000000:task-definition/web:1',
      updatedAt: '2026-01-01T00:00:00.000Z',
      version: 1,
    });
  });

  test('comes with each version, and with nothing else', async () => {
    const { ecs, events, arn } = open();
    ecs.observe(arn, { stagePending: 'provision' });
    expect(events).toHaveLength(1);
    await ecs.clock.advance(1500);
    ecs.observe(arn, { version: 2, lastStatus: 'PENDING' });
    expect(detail(events[1])).toMatchObject({
      lastStatus: 'PENDING',
      version: 2,
      updatedAt: '2026-01-01T00:00:01.500Z',
    });
    ecs.call('StopTask', { task: arn, reason: 'enough' });
    expect(detail(events[2])).toMatchObject({
      version: 3,
      lastStatus: 'PENDING',
      desiredStatus: 'STOPPED',
      stopCode: 'UserInitiated',
      stoppedReason: 'enough',
      stoppingAt: '2026-01-01T00:00:01.500Z',
    });
    ecs.call('StopTask', { task: arn, reason: 'again' });
    expect(events).toHaveLength(3);
  });

  test('has the ENI deleted at the end', () => {
    const { ecs, events, arn } = open();
    ecs.observe(arn, {
      version: 2,
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      stoppedAt: ecs.clock.now(),
    });
    expect(detail(events.at(-1))).toMatchObject({
      lastStatus: 'STOPPED',
      stoppedAt: '2026-01-01T00:00:00.000Z',
      attachments: [{ type: 'eni', status: 'DELETED' }],
    });
  });

  test('that is not kept leaves the task as it was', () => {
    const { ecs, arn } = open();
    tellTaskEvents({
      ...ecs,
      events: {
        publish() {
          throw new Error('the disk is full');
        },
      },
    });
    expect(() => ecs.observe(arn, { version: 2, lastStatus: 'PENDING' })).toThrow('the disk is full');
    expect(ecs.tables.tasks.get(arn)).toMatchObject({ version: 1, lastStatus: 'PROVISIONING' });
  });
});
