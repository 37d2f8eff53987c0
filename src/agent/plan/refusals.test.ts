import { describe, expect, test } from 'vitest';

import type {
  ContainerDefinition,
  LogConfiguration,
  TaskDefinition,
  TaskOverride,
} from '../../aws/contract/ecs.types.gen.ts';
import { refusals } from './refusals.ts';

const web = { name: 'web', image: 'i' };

/** Exactly one sentence, which names each of the words. */
function expectOne(refused: readonly string[], ...words: readonly string[]): void {
  expect(refused).toHaveLength(1);
  for (const word of words) expect(refused[0]).toContain(word);
}

describe('of the task', () => {
  test.each([
    ['proxyConfiguration', { proxyConfiguration: { containerName: 'envoy' } }],
    ['inferenceAccelerators', { inferenceAccelerators: [{ deviceName: 'a', deviceType: 'b' }] }],
    ['operatingSystemFamily', { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2019_CORE' } }],
  ] satisfies [string, TaskDefinition][])('%s', (member, definition) => {
    expectOne(refusals({ containerDefinitions: [web], ...definition }), member);
  });

  test.each([
    { networkMode: 'awsvpc', pidMode: 'task', ipcMode: 'task' },
    { pidMode: 'host', ipcMode: 'host' },
    { ipcMode: 'none' },
    { inferenceAccelerators: [] },
    { runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'ARM64' } },
    { taskRoleArn: 'arn:role', cpu: '256', memory: '512', ephemeralStorage: { sizeInGiB: 30 } },
  ] satisfies TaskDefinition[])('none for %j', (definition) => {
    expect(refusals({ containerDefinitions: [web], ...definition })).toEqual([]);
  });
});

const awslogs = (options: Record<string, string>): LogConfiguration => ({
  logDriver: 'awslogs',
  options: { 'awslogs-group': 'g', ...options },
});

describe('of a container', () => {
  test.each([
    ['resourceRequirements', { resourceRequirements: [{ type: 'InferenceAccelerator', value: 'a' }] }],
    ['credentialSpecs', { credentialSpecs: ['credentialspec:arn'] }],
    ['dockerSecurityOptions', { dockerSecurityOptions: ['credentialspec:arn'] }],
    ['awslogs-endpoint', { logConfiguration: awslogs({ 'awslogs-endpoint': 'https://logs' }) }],
    [
      'secretOptions',
      { logConfiguration: { ...awslogs({}), secretOptions: [{ name: 'awslogs-group', valueFrom: 'v' }] } },
    ],
    ['tag', { logConfiguration: awslogs({ tag: '{{.ID}}' }) }],
  ] satisfies [string, ContainerDefinition][])('%s', (member, container) => {
    expectOne(
      refusals({ containerDefinitions: [web, { ...web, name: 'app', ...container }] }),
      member,
      'app',
    );
  });

  test.each([
    { logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'g' }, secretOptions: [] } },
    { portMappings: [{ containerPort: 80 }], resourceRequirements: [] },
    { secrets: [{ name: 'A', valueFrom: 'b' }] },
    { environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::b/a.env' }] },
    { repositoryCredentials: { credentialsParameter: 'arn' } },
    { logConfiguration: { logDriver: 'splunk', secretOptions: [{ name: 't', valueFrom: 'v' }] } },
    { dockerSecurityOptions: ['no-new-privileges'] },
    { firelensConfiguration: { type: 'fluentbit' } },
    { logConfiguration: { logDriver: 'awsfirelens', secretOptions: [{ name: 'k', valueFrom: 'v' }] } },
    { portMappings: [{ containerPortRange: '8000-8010' }] },
    { resourceRequirements: [{ type: 'GPU', value: '1' }] },
  ] satisfies ContainerDefinition[])('none for %j', (container) => {
    expect(refusals({ containerDefinitions: [{ ...web, ...container }] })).toEqual([]);
  });
});

test('a tag is not refused where something else names the stream', () => {
  const logConfiguration = awslogs({ tag: '{{.ID}}', 'awslogs-stream-prefix': 'p' });
  expect(refusals({ containerDefinitions: [{ ...web, logConfiguration }] })).toEqual([]);
});

describe('of overrides', () => {
  test.each([
    [
      'resourceRequirements',
      {
        containerOverrides: [
          { name: 'web', resourceRequirements: [{ type: 'InferenceAccelerator', value: 'a' }] },
        ],
      },
    ],
    [
      'inferenceAcceleratorOverrides',
      { inferenceAcceleratorOverrides: [{ deviceName: 'a', deviceType: 'b' }] },
    ],
  ] satisfies [string, TaskOverride][])('%s', (member, overrides) => {
    expectOne(refusals({ containerDefinitions: [web] }, overrides), member);
  });
});
