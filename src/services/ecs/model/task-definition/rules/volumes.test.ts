import { describe, expect, test } from 'vitest';

import { registration } from '../../../../../../test/support/registration.ts';
import type { EFSVolumeConfiguration, Volume } from '../../../../../aws/contract/ecs.types.gen.ts';
import { firstProblem } from '../rule.ts';
import { volumeRules } from './volumes.ts';

const problemOf = (...volumes: Volume[]): string | undefined =>
  firstProblem(volumeRules, registration({ volumes }));

describe('volumes', () => {
  test.each<[string, Volume[], string]>([
    ['no name', [{}], 'Volume.name should not be null or empty.'],
    ['odd letters', [{ name: 'a/b' }], 'Volume.name contains invalid characters.'],
    ['a name twice', [{ name: 'a' }, { name: 'a' }], 'Volume names must be unique within a Task Definition.'],
    ['a blank path', [{ name: 'a', host: { sourcePath: '' } }], 'host.sourcePath should not be blank.'],
    [
      'a relative path',
      [{ name: 'a', host: { sourcePath: 'srv' } }],
      "Invalid 'host.sourcePath' setting for volume 'a'. It must be an absolute path.",
    ],
    [
      'two kinds',
      [{ name: 'a', host: { sourcePath: '/a' }, efsVolumeConfiguration: { fileSystemId: 'fs-12345678' } }],
      'When the volume parameter is specified, only one volume configuration type should be used.',
    ],
    [
      'a task volume that is to outlive the task',
      [{ name: 'a', dockerVolumeConfiguration: { scope: 'task', autoprovision: true } }],
      "Invalid 'autoprovision' setting for volume 'a'. Only volumes with scope 'shared' can be autoprovisioned.",
    ],
    [
      'two at launch',
      [
        { name: 'a', configuredAtLaunch: true },
        { name: 'b', configuredAtLaunch: true },
      ],
      'Only one volume can be configured at launch.',
    ],
  ])('%s', (_, volumes, problem) => {
    expect(problemOf(...volumes)).toBe(problem);
  });

  test.each<Volume>([
    { name: 'a' },
    { name: 'a', host: {} },
    { name: 'a', host: { sourcePath: '/srv' } },
    { name: 'a', host: { sourcePath: 'C:\\data' } },
    { name: 'a', host: {}, efsVolumeConfiguration: { fileSystemId: 'fs-12345678' } },
    { name: 'a', dockerVolumeConfiguration: { scope: 'shared', autoprovision: true } },
    { name: 'a', dockerVolumeConfiguration: {} },
  ])('%o is taken', (volume) => {
    expect(problemOf(volume)).toBeUndefined();
  });
});

describe('EFS', () => {
  const efs = (configuration: Omit<EFSVolumeConfiguration, 'fileSystemId'>): string | undefined =>
    problemOf({ name: 'a', efsVolumeConfiguration: { fileSystemId: 'fs-12345678', ...configuration } });
  const access = { accessPointId: 'fsap-12345678' };

  test('an access point brings its own root and wants encryption', () => {
    const encrypted = { transitEncryption: 'ENABLED', authorizationConfig: access } as const;
    expect(efs({ ...encrypted, rootDirectory: '/data' })).toBe(
      'When using an EFS access point, the root directory must either be set to "/" or be omitted.',
    );
    expect(efs({ ...encrypted, rootDirectory: '/' })).toBeUndefined();
    expect(efs(encrypted)).toBeUndefined();
    expect(efs({ authorizationConfig: access })).toMatch(/^Transit encryption must be enabled/);
  });

  test('IAM and a port want encryption', () => {
    expect(efs({ authorizationConfig: { iam: 'ENABLED' } })).toMatch(/^Transit encryption must be enabled/);
    expect(efs({ transitEncryptionPort: 2049 })).toMatch(/^Transit encryption must be enabled/);
    expect(efs({ transitEncryptionPort: 65_536, transitEncryption: 'ENABLED' })).toMatch(
      /between 0 and 65535/,
    );
    expect(efs({ authorizationConfig: { iam: 'DISABLED' } })).toBeUndefined();
  });
});

describe('mount points', () => {
  const mounted = (sourceVolume: string | undefined, containerPath = '/a'): string | undefined =>
    firstProblem(
      volumeRules,
      registration({ volumes: [{ name: 'a' }] }, { mountPoints: [{ sourceVolume, containerPath }] }),
    );

  test('name a volume', () => {
    expect(mounted('b')).toBe("Unknown volume 'b'.");
    expect(mounted(undefined)).toBe("Unknown volume 'null'.");
    expect(mounted('a')).toBeUndefined();
  });

  test('have a path', () => {
    expect(mounted('a', '')).toBe("Invalid 'containerPath' setting for container 'app'.");
  });
});
