import { describe, expect, test } from 'vitest';

import { registration } from '../../../../../../test/support/registration.ts';
import type { ContainerDefinition } from '../../../../../aws/contract/ecs.types.gen.ts';
import { firstProblem, type Registration } from '../rule.ts';
import { fargateRules } from './fargate.ts';

const problemOf = (
  task: Partial<Registration> = {},
  container: ContainerDefinition = {},
): string | undefined =>
  firstProblem(
    fargateRules,
    registration({ networkMode: 'awsvpc', cpu: '256', memory: '512', ...task }, container),
  );

test('takes the plain task', () => {
  expect(problemOf()).toBeUndefined();
});

test.each<[Partial<Registration>, string]>([
  [{ networkMode: 'bridge' }, 'Fargate only supports network mode ‘awsvpc’.'],
  [{ networkMode: undefined }, 'Fargate only supports network mode ‘awsvpc’.'],
  [{ cpu: undefined }, "Fargate requires that 'cpu' be defined at the task level."],
  [{ memory: undefined }, "Fargate requires that 'memory' be defined at the task level."],
  [
    { cpu: '4096', memory: '4096' },
    'No Fargate configuration exists for given values: 4096 CPU, 4096 memory. See the Amazon ECS documentation for the valid values.',
  ],
  [{ ipcMode: 'task' }, 'Tasks using the Fargate launch type do not support ipcMode.'],
  [
    { pidMode: 'host' },
    "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'.",
  ],
  [
    { volumes: [{ name: 'a', host: { sourcePath: '/a' } }] },
    'Fargate compatible task definitions do not support sourcePath',
  ],
  [
    { volumes: [{ name: 'a', dockerVolumeConfiguration: {} }] },
    'Fargate compatible task definitions do not support dockerVolumeConfiguration',
  ],
  [
    { placementConstraints: [{ type: 'memberOf', expression: 'x' }] },
    'Fargate compatible task definitions do not support placement constraints.',
  ],
])('%o', (task, problem) => {
  expect(problemOf(task)).toBe(problem);
});

test.each<[ContainerDefinition, string]>([
  [{ privileged: true }, 'privileged'],
  [{ dnsServers: ['10.0.0.2'] }, 'dnsServers'],
  [{ dockerSecurityOptions: ['no-new-privileges'] }, 'dockerSecurityOptions'],
  [{ resourceRequirements: [{ type: 'GPU', value: '1' }] }, 'resourceRequirements'],
  [{ linuxParameters: { devices: [{ hostPath: '/dev/fuse' }] } }, 'devices'],
  [{ linuxParameters: { sharedMemorySize: 64 } }, 'sharedMemorySize'],
  [{ linuxParameters: { swappiness: 0 } }, 'swappiness'],
  [{ linuxParameters: { capabilities: { add: ['NET_ADMIN'] } } }, 'adding the capability NET_ADMIN'],
  [{ logConfiguration: { logDriver: 'syslog' } }, 'log driver syslog'],
])('%o', (container, what) => {
  expect(problemOf({}, container)).toBe(`Fargate compatible task definitions do not support ${what}`);
});

test.each<ContainerDefinition>([
  { privileged: false, links: [], dnsServers: [], disableNetworking: false },
  { linuxParameters: { capabilities: { add: ['SYS_PTRACE'], drop: ['NET_RAW'] }, initProcessEnabled: true } },
  { linuxParameters: { tmpfs: [{ containerPath: '/tmp', size: 1 }] } },
  { stopTimeout: 2, startTimeout: 120 },
])('%o is taken', (container) => {
  expect(problemOf({}, container)).toBeUndefined();
});

test.each([1, 121])('a stopTimeout of %i is refused', (stopTimeout) => {
  expect(problemOf({}, { stopTimeout })).toMatch(/^Invalid 'stopTimeout'/);
});

describe('the execution role', () => {
  const ecr = '000000000000.dkr.ecr.us-east-1.amazonaws.com/app:1';
  const options = { 'awslogs-group': 'g', 'awslogs-region': 'r', 'awslogs-stream-prefix': 'p' };

  test.each<[ContainerDefinition, string]>([
    [{ image: ecr }, 'Fargate requires task definition to have execution role ARN to support ECR images.'],
    [
      { logConfiguration: { logDriver: 'awslogs', options } },
      'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
    ],
  ])('is needed for %o', (container, problem) => {
    expect(problemOf({}, container)).toBe(problem);
    expect(problemOf({ executionRoleArn: 'role' }, container)).toBeUndefined();
  });

  test('is not needed for public images', () => {
    expect(problemOf({}, { image: 'public.ecr.aws/nginx/nginx' })).toBeUndefined();
  });
});
