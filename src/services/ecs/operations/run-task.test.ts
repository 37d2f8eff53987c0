import { describe, expect, test } from 'vitest';
import { errorOf, type TestEcs, testEcs } from '../../../../test/support/ecs.ts';
import type { RunTaskRequest } from '../../../aws/contract/ecs.types.gen.ts';
import { defaultSubnet } from '../../../../test/support/subnets.ts';
import { invalid, run, withApp } from '../../../../test/support/run-task.ts';

describe('RunTask', () => {
  test('answers a fresh task', () => {
    const ecs = withApp();
    const { tasks = [], failures } = run(ecs);
    expect(failures).toEqual([]);
    const [task] = tasks;
    const taskArn = task?.taskArn ?? '';
    expect(taskArn).toMatch(/^arn:aws:ecs:us-east-1:000000000000:task\/default\/[0-9a-f]{32}$/);
    expect(task).toEqual({
      attachments: [],
      attributes: [{ name: 'ecs.cpu-architecture', value: process.arch === 'arm64' ? 'arm64' : 'x86_64' }],
      availabilityZone: 'us-east-1a',
      clusterArn: 'arn:aws:ecs:us-east-1:000000000000:cluster/default',
      connectivity: 'CONNECTED',
      connectivityAt: ecs.clock.now() / 1000,
      containerInstanceArn: expect.stringMatching(/:container-instance\/default\/[0-9a-f]{32}$/),
      containers: [
        {
          containerArn: expect.stringMatching(/:container\/default\/[0-9a-f]{32}\/[0-9a-f-]{36}$/),
          taskArn,
          name: 'app',
          image: 'busybox:1',
          lastStatus: 'PENDING',
          networkInterfaces: [],
          healthStatus: 'UNKNOWN',
          cpu: '10',
          memory: '64',
        },
        expect.objectContaining({ name: 'side', cpu: '0', memoryReservation: '32' }),
      ],
      cpu: '10',
      memory: '96',
      createdAt: ecs.clock.now() / 1000,
      desiredStatus: 'RUNNING',
      enableExecuteCommand: false,
      group: 'family:app',
      healthStatus: 'UNKNOWN',
      inferenceAccelerators: [],
      lastStatus: 'PENDING',
      launchType: 'EC2',
      overrides: {
        containerOverrides: [{ name: 'app' }, { name: 'side' }],
        inferenceAcceleratorOverrides: [],
      },
      tags: [],
      taskArn,
      taskDefinitionArn: 'arn:aws:ecs:us-east-1:000000000000:task-definition/app:1',
      version: 1,
    });
    expect(ecs.call('DescribeTasks', { tasks: [taskArn] }).tasks).toEqual([task]);
  });

  test('runs on one and the same container instance of a cluster', () => {
    const ecs = withApp();
    ecs.call('CreateCluster', { clusterName: 'web' });
    const instance = (cluster: string): string | undefined =>
      run(ecs, { cluster }).tasks?.[0]?.containerInstanceArn;
    expect(instance('default')).toBe(instance('default'));
    expect(instance('web')).not.toBe(instance('default'));
  });

  test('keeps what the caller says', () => {
    const request = { group: 'batch', startedBy: 'me/1', referenceId: 'r' };
    expect(run(withApp(), request).tasks?.[0]).toMatchObject({ group: 'batch', startedBy: 'me/1' });
  });

  test('starts as many as are asked for, up to ten', () => {
    const ecs = withApp();
    expect(run(ecs, { count: 10 }).tasks).toHaveLength(10);
    for (const count of [0, 11]) {
      expect(errorOf(() => run(ecs, { count })).code).toBe('InvalidParameterException');
    }
  });

  test.each([
    ['startedBy longer than 128.', { startedBy: 'x'.repeat(129) }],
    ['clientToken longer than 64.', { clientToken: 'x'.repeat(65) }],
    ['Invalid namespace for group.', { group: 'service:web' }],
  ])('says %s', (message, request) => {
    expect(errorOf(() => run(withApp(), request))).toEqual(invalid(message));
  });

  test('needs a task definition', () => {
    expect(errorOf(() => testEcs().send('RunTask', {})).message).toBe(
      "1 validation error detected: Value null at 'taskDefinition' failed to satisfy constraint: Member must not be null",
    );
  });

  test('refuses clusters and task definitions that are not there or not active', () => {
    const ecs = withApp();
    expect(errorOf(() => run(ecs, { cluster: 'web' })).code).toBe('ClusterNotFoundException');
    ecs.call('CreateCluster', { clusterName: 'web' });
    ecs.call('DeleteCluster', { cluster: 'web' });
    expect(errorOf(() => run(ecs, { cluster: 'web' })).message).toBe('The referenced cluster was inactive.');
    expect(errorOf(() => run(ecs, { taskDefinition: 'nope' }))).toEqual({
      code: 'ClientException',
      message: 'TaskDefinition not found.',
    });
    const record = ecs.tables.taskDefinitions.get('000000000000', 'us-east-1', 'app', 1);
    if (record !== undefined) ecs.tables.taskDefinitions.put({ ...record, status: 'INACTIVE' });
    expect(errorOf(() => run(ecs, { taskDefinition: 'app:1' }))).toEqual(
      invalid('TaskDefinition is inactive'),
    );
  });

  describe('overrides', () => {
    test('reach the plan and are echoed, one entry for each container', () => {
      const ecs = withApp();
      const app = {
        name: 'app',
        command: ['echo', 'hi'],
        environment: [{ name: 'B', value: '2' }],
        memory: 128,
      };
      const [task] = run(ecs, { overrides: { cpu: '512', containerOverrides: [app] } }).tasks ?? [];
      expect(task?.overrides).toEqual({
        cpu: '512',
        containerOverrides: [app, { name: 'side' }],
        inferenceAcceleratorOverrides: [],
      });
      expect(task?.cpu).toBe('512');
      expect(task?.containers?.[0]?.memory).toBe('128');
      const plan = ecs.tables.tasks.get(task?.taskArn ?? '')?.plan.containers[0];
      expect(plan?.command).toEqual(['echo', 'hi']);
      expect(plan?.environment).toMatchObject({ A: '1', B: '2' });
    });

    test('of a size are kept in plain numbers', () => {
      const ecs = withApp();
      expect(run(ecs, { overrides: { cpu: '1 vCPU', memory: '0.5GB' } }).tasks?.[0]).toMatchObject({
        cpu: '1024',
        memory: '512',
        overrides: { cpu: '1024', memory: '512' },
      });
      expect(errorOf(() => run(ecs, { overrides: { cpu: 'much' } })).code).toBe('InvalidParameterException');
    });

    test('must name a container of the task definition', () => {
      const overrides = { containerOverrides: [{ name: 'nope' }] };
      expect(errorOf(() => run(withApp(), { overrides }))).toEqual(
        invalid('Override for container named nope is not a container in the TaskDefinition.'),
      );
    });

    test('hold at most 8192 characters', () => {
      const overrides = { containerOverrides: [{ name: 'app', command: ['x'.repeat(8192)] }] };
      expect(errorOf(() => run(withApp(), { overrides }))).toEqual(
        invalid('Container Overrides length must be at most 8192'),
      );
    });

    test('of memory must leave the engine something', () => {
      const overrides = { containerOverrides: [{ name: 'app', memory: 3 }] };
      expect(errorOf(() => run(withApp(), { overrides })).code).toBe('InvalidParameterException');
    });
  });

  describe('tags', () => {
    test('come from the request, the task definition and ECS', () => {
      const ecs = withApp({
        tags: [
          { key: 'a', value: 'definition' },
          { key: 'b', value: 'definition' },
        ],
      });
      const { tasks } = run(ecs, {
        tags: [{ key: 'a', value: 'request' }],
        propagateTags: 'TASK_DEFINITION',
        enableECSManagedTags: true,
      });
      const tags = [
        { key: 'aws:ecs:clusterName', value: 'default' },
        { key: 'a', value: 'request' },
        { key: 'b', value: 'definition' },
      ];
      expect(tasks?.[0]?.tags).toEqual(tags);
      const resourceArn = tasks?.[0]?.taskArn ?? '';
      expect(ecs.call('ListTagsForResource', { resourceArn })).toEqual({ tags });
    });

    test('cannot come from a service, nor be those of AWS', () => {
      expect(errorOf(() => run(withApp(), { propagateTags: 'SERVICE' })).code).toBe(
        'InvalidParameterException',
      );
      expect(errorOf(() => run(withApp(), { tags: [{ key: 'aws:x', value: '' }] })).code).toBe(
        'InvalidParameterException',
      );
    });
  });

  describe('a client token', () => {
    const request = { clientToken: 'token-1', startedBy: 'me' };

    test('gives the same tasks for the same request', () => {
      const ecs = withApp();
      const first = run(ecs, request);
      expect(run(ecs, request)).toEqual(first);
      expect(ecs.call('ListTasks', {}).taskArns).toHaveLength(1);
    });

    test('is refused for another request, with the tasks that it stands for', () => {
      const ecs = withApp();
      const resourceIds = [run(ecs, request).tasks?.[0]?.taskArn];
      expect(() => run(ecs, { ...request, startedBy: 'you' })).toThrow(
        expect.objectContaining({ code: 'ConflictException', members: { resourceIds } }),
      );
    });

    test('is forgotten after a day, and counts within one cluster', async () => {
      const ecs = withApp();
      const first = run(ecs, request).tasks?.[0]?.taskArn;
      ecs.call('CreateCluster', { clusterName: 'web' });
      expect(run(ecs, { ...request, cluster: 'web' }).tasks?.[0]?.taskArn).not.toBe(first);
      await ecs.clock.advance(24 * 60 * 60 * 1000);
      expect(run(ecs, request).tasks?.[0]?.taskArn).not.toBe(first);
    });
  });

  test('says that it has not enableExecuteCommand', () => {
    expect(errorOf(() => run(withApp(), { enableExecuteCommand: true })).code).toBe(
      'UnsupportedFeatureException',
    );
  });

  test('writes nothing when it refuses', () => {
    const ecs = withApp();
    expect(errorOf(() => run(ecs, { count: 2, propagateTags: 'SERVICE' })).code).toBe(
      'InvalidParameterException',
    );
    expect(ecs.call('ListTasks', {}).taskArns).toEqual([]);
  });
});

describe('what the agent is given with a task', () => {
  const roles = { taskRoleArn: 'app', executionRoleArn: 'arn:aws:iam::000000000000:role/pull' };
  const recordOf = (ecs: TestEcs, given: Partial<RunTaskRequest> = {}) => {
    const { tasks: [task] = [] } = run(ecs, given);
    return ecs.tables.tasks.get(task?.taskArn ?? '');
  };

  test('an id for each container, of the form of its launch type', () => {
    const ids = recordOf(withApp())?.containers.map(({ endpointId }) => endpointId) ?? [];
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const fargate = {
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
    } as const;
    const task = recordOf(withApp({ ...fargate, requiresCompatibilities: ['FARGATE'] }), {
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: [defaultSubnet()] } },
    });
    expect(task?.containers[0]?.endpointId).toMatch(new RegExp(`^${task?.id}-\\d{10}$`));
  });

  test('its roles, by ARN, each with an id of its own', () => {
    const grants = recordOf(withApp(roles))?.roles;
    expect(grants).toEqual({
      task: { roleArn: 'arn:aws:iam::000000000000:role/app', credentialsId: expect.any(String) },
      execution: { roleArn: roles.executionRoleArn, credentialsId: expect.any(String) },
    });
    expect(grants?.task?.credentialsId).not.toBe(grants?.execution?.credentialsId);
    expect(recordOf(withApp())).not.toHaveProperty('roles');
  });

  test('the roles that overrides name instead', () => {
    const grants = recordOf(withApp(roles), { overrides: { taskRoleArn: 'other' } })?.roles;
    expect(grants?.task?.roleArn).toBe('arn:aws:iam::000000000000:role/other');
  });
});
