import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkOutput } from '../../../src/aws/validation/check-output.ts';
import { ecsContract } from '../../../src/aws/contract/ecs.gen.ts';
import { operations } from '../../../src/services/ecs/operations/index.ts';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';
import { everything } from '../task-definitions/definitions.ts';
import { callWire } from './wire.ts';

let longshore: TestLongshore;
const called = new Set<string>();

beforeAll(async () => {
  longshore = await startTestLongshore();
});
afterAll(() => longshore[Symbol.asyncDispose]());

/** A call that must succeed with what AWS's model says that it can answer. */
async function succeed(operation: string, input: object = {}): Promise<Readonly<Record<string, unknown>>> {
  const { status, body, contentType, requestId } = await callWire(
    longshore.longshore.endpoint,
    operation,
    input,
  );
  expect(body).not.toHaveProperty('__type');
  expect({ status, contentType }).toEqual({ status: 200, contentType: 'application/x-amz-json-1.1' });
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(checkOutput(ecsContract, operation, body)).toEqual([]);
  called.add(operation);
  return body;
}

const tags = [{ key: 'team', value: 'a' }];
const app = { name: 'app', image: 'busybox', memory: 32 };

test('clusters', async () => {
  const settings = [{ name: 'containerInsights', value: 'enabled' }];
  await succeed('CreateCluster', { clusterName: 'full', settings, tags });
  await succeed('PutClusterCapacityProviders', {
    cluster: 'full',
    capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1, base: 1 }],
  });
  await succeed('UpdateClusterSettings', { cluster: 'full', settings });
  await succeed('UpdateCluster', { cluster: 'full', settings });
  const include = ['ATTACHMENTS', 'CONFIGURATIONS', 'SETTINGS', 'STATISTICS', 'TAGS'];
  await succeed('DescribeClusters', { clusters: ['full', 'nowhere'], include });
  await succeed('ListClusters');
  await succeed('DeleteCluster', { cluster: 'full' });
});

test('task definitions', async () => {
  await succeed('RegisterTaskDefinition', everything);
  await succeed('RegisterTaskDefinition', { family: 'app', containerDefinitions: [app], tags });
  await succeed('DescribeTaskDefinition', { taskDefinition: everything.family, include: ['TAGS'] });
  await succeed('ListTaskDefinitions', { sort: 'DESC' });
  await succeed('ListTaskDefinitionFamilies', { status: 'ALL' });
  await succeed('DeregisterTaskDefinition', { taskDefinition: 'app:1' });
  await succeed('DeleteTaskDefinitions', { taskDefinitions: ['app:1', 'nowhere:1'] });
});

test('tasks', async () => {
  await succeed('CreateCluster', { clusterName: 'tasks' });
  await succeed('RegisterTaskDefinition', {
    family: 'run',
    containerDefinitions: [{ ...app, portMappings: [{ containerPort: 80 }] }],
  });
  const { tasks } = (await succeed('RunTask', {
    cluster: 'tasks',
    taskDefinition: 'run',
    count: 2,
    startedBy: 'me',
    tags,
    overrides: { containerOverrides: [{ name: 'app', environment: [{ name: 'A', value: 'b' }] }] },
  })) as { readonly tasks: readonly { readonly taskArn: string }[] };
  const arns = tasks.map(({ taskArn }) => taskArn);
  await succeed('ListTasks', { cluster: 'tasks', startedBy: 'me' });
  await succeed('StopTask', { cluster: 'tasks', task: arns[0] });
  await succeed('DescribeTasks', { cluster: 'tasks', tasks: [...arns, 'f'.repeat(32)], include: ['TAGS'] });
  await succeed('TagResource', { resourceArn: arns[1], tags: [{ key: 'more', value: '' }] });
  await succeed('ListTagsForResource', { resourceArn: arns[1] });
  await succeed('UntagResource', { resourceArn: arns[1], tagKeys: ['more'] });
  const protection = { cluster: 'tasks', tasks: [arns[1]] };
  await succeed('UpdateTaskProtection', { ...protection, protectionEnabled: true });
  await succeed('GetTaskProtection', protection);
});

test('each implemented operation was called', () => {
  expect([...called].sort()).toEqual(Object.keys(operations).sort());
});
