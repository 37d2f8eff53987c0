import { expect, test } from 'vitest';
import { checkOutput } from './check-output.ts';
import { ecsContract } from '../contract/ecs.gen.ts';

const check = (operation: string, output: unknown): string[] => checkOutput(ecsContract, operation, output);

test('what fits the contract', () => {
  const task = { taskArn: 'a', cpu: '256', createdAt: 1551780397.866, containers: [], stopCode: undefined };
  expect(check('DescribeTasks', { tasks: [task], failures: [] })).toEqual([]);
  expect(check('TagResource', {})).toEqual([]);
});

test.each([
  ['DescribeTasks', { task: [] }, 'DescribeTasks.task is not a member of DescribeTasksResponse'],
  ['DescribeTasks', { tasks: [{ cpu: 256 }] }, 'DescribeTasks.tasks[0].cpu is the number 256, not a String'],
  [
    'DescribeTasks',
    { tasks: [{ createdAt: '2020' }] },
    'DescribeTasks.tasks[0].createdAt is the string "2020", not a Timestamp',
  ],
  [
    'DescribeTasks',
    { tasks: [{ createdAt: Number.NaN }] },
    'DescribeTasks.tasks[0].createdAt is the number NaN, not a Timestamp',
  ],
  [
    'DescribeTasks',
    { tasks: [{ createdAt: new Date(0) }] },
    'DescribeTasks.tasks[0].createdAt is an object (Date), not a Timestamp',
  ],
  ['DescribeTasks', { tasks: null }, 'DescribeTasks.tasks is null, not a list of Task'],
  [
    'DescribeTasks',
    { tasks: [{ version: 1.5 }] },
    'DescribeTasks.tasks[0].version is the number 1.5, not a Long',
  ],
  ['DescribeTasks', undefined, 'DescribeTasks is undefined, not a DescribeTasksResponse'],
  [
    'DescribeTasks',
    { tasks: [{ healthStatus: 'FINE' }] },
    "Value 'FINE' at 'DescribeTasks.tasks[0].healthStatus' failed to satisfy constraint: Member must satisfy enum value set: [HEALTHY, UNHEALTHY, UNKNOWN]",
  ],
  ['FlyToMoon', {}, 'ECS has no operation FlyToMoon'],
])('%s %j', (operation, output, fault) => {
  expect(check(operation, output)).toEqual([fault]);
});

test('required members of answers', () => {
  const faults = check('DescribeExpressGatewayService', {
    service: { activeConfigurations: [{ ingressPaths: [{}] }] },
  });
  expect(faults).toEqual([
    'DescribeExpressGatewayService.service.activeConfigurations[0].ingressPaths[0].accessType is required but missing',
    'DescribeExpressGatewayService.service.activeConfigurations[0].ingressPaths[0].endpoint is required but missing',
  ]);
});
