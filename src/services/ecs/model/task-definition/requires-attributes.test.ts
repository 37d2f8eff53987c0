import { expect, test } from 'vitest';

import { registration } from '../../../../../test/support/registration.ts';
import type { ContainerDefinition } from '../../../../aws/contract/ecs.types.gen.ts';
import { requiredAttributes } from './requires-attributes.ts';
import type { Registration } from './rule.ts';

const api = (version: string): string => `com.amazonaws.ecs.capability.docker-remote-api.${version}`;

const namesOf = (task: Partial<Registration>, container: ContainerDefinition = {}): string[] =>
  requiredAttributes(registration(task, container)).map(({ name }) => name);

test('the plain task needs nothing', () => {
  expect(namesOf({})).toEqual([]);
});

test.each<[Partial<Registration>, string[]]>([
  [{ networkMode: 'awsvpc' }, ['ecs.capability.task-eni', api('1.18')]],
  [{ taskRoleArn: 'r' }, ['com.amazonaws.ecs.capability.task-iam-role', api('1.17')]],
  [{ taskRoleArn: 'r', networkMode: 'host' }, ['com.amazonaws.ecs.capability.task-iam-role-network-host']],
  [{ executionRoleArn: 'r' }, ['ecs.capability.execution-role-ecr-pull']],
  [{ cpu: '256' }, ['ecs.capability.task-cpu-mem-limit']],
  [{ cpu: '16 vCPU' }, ['ecs.capability.task-cpu-mem-limit', 'ecs.capability.increased-task-cpu-limit']],
  [{ cpu: '256', memory: '512', requiresCompatibilities: ['FARGATE'] }, []],
  [{ ipcMode: 'none' }, []],
  [{ pidMode: 'task' }, ['ecs.capability.pid-ipc-namespace-sharing']],
  [{ ephemeralStorage: { sizeInGiB: 30 } }, ['ecs.capability.extensible-ephemeral-storage']],
  [{ enableFaultInjection: true }, ['ecs.capability.fault-injection']],
  [{ proxyConfiguration: { containerName: 'app' } }, ['ecs.capability.aws-appmesh']],
  [
    { volumes: [{ name: 'a', efsVolumeConfiguration: { fileSystemId: 'f', transitEncryption: 'ENABLED' } }] },
    ['ecs.capability.efs', api('1.25'), 'ecs.capability.efsAuth'],
  ],
  [
    { volumes: [{ name: 'a', dockerVolumeConfiguration: { driver: 'rexray/ebs' } }] },
    ['ecs.capability.docker-plugin.rexray/ebs'],
  ],
  [{ volumes: [{ name: 'a', configuredAtLaunch: true }] }, ['ecs.capability.storage.ebs-task-volume-attach']],
])('%o', (task, names) => {
  expect(namesOf(task)).toEqual(names);
});

const secret = (store: 'ssm' | 'secretsmanager') => ({
  name: 'A',
  valueFrom: store === 'ssm' ? '/a' : 'arn:aws:secretsmanager:us-east-1:000000000000:secret:a',
});

test.each<[ContainerDefinition, string[]]>([
  [
    { image: '000000000000.dkr.ecr.eu-west-1.amazonaws.com/a' },
    ['com.amazonaws.ecs.capability.ecr-auth', api('1.19')],
  ],
  [{ healthCheck: { command: ['true'] } }, ['ecs.capability.container-health-check', api('1.24')]],
  [
    { healthCheck: { command: ['true'], startPeriod: 0 } },
    ['ecs.capability.container-health-check', api('1.29')],
  ],
  [{ secrets: [secret('ssm')] }, ['ecs.capability.secrets.ssm.environment-variables']],
  [{ secrets: [secret('secretsmanager')] }, ['ecs.capability.secrets.asm.environment-variables']],
  [{ stopTimeout: 30 }, ['ecs.capability.container-ordering']],
  [{ privileged: true }, ['com.amazonaws.ecs.capability.privileged-container']],
  [{ restartPolicy: { enabled: false } }, []],
  [{ restartPolicy: { enabled: true } }, ['ecs.capability.container-restart-policy']],
  [{ portMappings: [{ containerPortRange: '1-2' }] }, ['ecs.capability.network.container-port-range']],
  [{ environmentFiles: [{ type: 's3', value: 'x' }] }, ['ecs.capability.env-files.s3']],
  [
    { logConfiguration: { logDriver: 'gelf', options: { mode: 'non-blocking' } } },
    ['com.amazonaws.ecs.capability.logging-driver.gelf', api('1.19'), api('1.28')],
  ],
  [
    { logConfiguration: { logDriver: 'splunk', secretOptions: [secret('ssm')] } },
    [
      'com.amazonaws.ecs.capability.logging-driver.splunk',
      api('1.19'),
      'ecs.capability.secrets.ssm.bootstrap.log-driver',
    ],
  ],
  [
    { firelensConfiguration: { type: 'fluentbit', options: { 'config-file-type': 's3' } } },
    ['ecs.capability.firelens.fluentbit', 'ecs.capability.firelens.options.config.s3'],
  ],
])('%o', (container, names) => {
  expect(namesOf({}, container)).toEqual(names);
});

test('each name once, also for many containers', () => {
  const logConfiguration = {
    logDriver: 'awslogs',
    options: { 'awslogs-group': 'g', 'awslogs-create-group': 'true' },
  } as const;
  const container = { name: 'a', image: 'b', logConfiguration };
  const containerDefinitions = [container, { ...container, name: 'b' }];
  expect(namesOf({ executionRoleArn: 'r', containerDefinitions })).toEqual([
    'ecs.capability.execution-role-ecr-pull',
    'com.amazonaws.ecs.capability.logging-driver.awslogs',
    api('1.19'),
    'ecs.capability.execution-role-awslogs',
    api('1.29'),
  ]);
});
