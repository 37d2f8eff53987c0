import { describe, expect, test } from 'vitest';

import type { EFSVolumeConfiguration, Volume } from '../../aws/contract/ecs.types.gen.ts';
import { countingIds } from '../../kernel/ids.ts';
import { fileSystemNotices, fileSystemOf } from './volumes-file-system.ts';
import { mountsOf, volumeSources } from './volumes.ts';

const efs = (given: Partial<EFSVolumeConfiguration> = {}): Volume => ({
  name: 'data',
  efsVolumeConfiguration: { fileSystemId: 'fs-12345678', ...given },
});

const whole = { id: 'fs-12345678', volume: 'longshore-efs-fs-12345678', path: '/' };

describe('fileSystemOf', () => {
  test.each([
    [efs(), '/'],
    [efs({ rootDirectory: '' }), '/'],
    [efs({ rootDirectory: '/' }), '/'],
    [efs({ rootDirectory: '/a/b/' }), '/a/b'],
    [efs({ rootDirectory: '/a/./../b' }), '/b'],
    // What would lead out of the volume once it is bound stays at its top.
    [efs({ rootDirectory: '/../../etc' }), '/etc'],
    [efs({ authorizationConfig: { accessPointId: 'fsap-1' }, transitEncryption: 'ENABLED' }), '/fsap-1'],
    [efs({ rootDirectory: '/', authorizationConfig: { accessPointId: 'fsap-1' } }), '/fsap-1'],
    [efs({ authorizationConfig: { accessPointId: '../../x' } }), '/..-..-x'],
  ])('%j', (volume, path) => {
    expect(fileSystemOf(volume)).toEqual({ ...whole, path });
  });

  test('an FSx file system is named after its own kind, and Windows paths are understood', () => {
    const fsx = {
      fileSystemId: 'fs-0123456789abcdef0',
      rootDirectory: 'share\\data',
      authorizationConfig: { credentialsParameter: 'arn', domain: 'example.com' },
    };
    expect(fileSystemOf({ name: 'data', fsxWindowsFileServerVolumeConfiguration: fsx })).toEqual({
      id: 'fs-0123456789abcdef0',
      volume: 'longshore-fsx-fs-0123456789abcdef0',
      path: '/share/data',
    });
  });

  test('an S3 file system is known by the last part of its ARN, as is its access point', () => {
    const fileSystemArn = 'arn:aws:s3files:us-east-1:000000000000:file-system/fs-1';
    const s3files = { fileSystemArn, rootDirectory: '/logs' };
    expect(fileSystemOf({ name: 'data', s3filesVolumeConfiguration: s3files })).toEqual({
      id: 'fs-1',
      volume: 'longshore-s3files-fs-1',
      path: '/logs',
    });
    const accessPointArn = `${fileSystemArn}/access-point/fsap-2`;
    expect(
      fileSystemOf({ name: 'data', s3filesVolumeConfiguration: { fileSystemArn, accessPointArn } })?.path,
    ).toBe('/fsap-2');
  });

  test.each([{ host: { sourcePath: '/x' } }, { dockerVolumeConfiguration: {} }, {}])(
    'none for %j',
    (given) => {
      expect(fileSystemOf({ name: 'data', ...given })).toBeUndefined();
    },
  );
});

describe('the volumes of a task', () => {
  const plansOf = (...volumes: Volume[]) =>
    volumeSources(volumes, { prefix: 'ecs-shop-7', ids: countingIds(), atLaunch: undefined });

  test('the whole file system is one shared volume that is made when it is missing', () => {
    expect(plansOf(efs()).get('data')).toEqual({
      kind: 'volume',
      plan: {
        name: 'data',
        engineName: whole.volume,
        scope: 'shared',
        autoprovision: true,
        driver: 'local',
        options: {},
        labels: {},
        fileSystem: whole,
      },
    });
  });

  test('a directory of it is a volume of the task', () => {
    const sources = plansOf(efs({ rootDirectory: '/logs' }));
    const engineName = 'ecs-shop-7-data-00000000000000000001';
    expect(sources.get('data')).toMatchObject({
      plan: { engineName, scope: 'task', autoprovision: false, fileSystem: { ...whole, path: '/logs' } },
    });
    expect(mountsOf([{ sourceVolume: 'data', containerPath: '/x' }], sources)).toEqual([
      { source: engineName, target: '/x', readOnly: false },
    ]);
  });
});

describe('notices', () => {
  test('say what stands for the file system', () => {
    const [told] = fileSystemNotices(efs());
    expect(told).toContain('volume data');
    expect(told).toContain('longshore-efs-fs-12345678');
    expect(told).not.toMatch(/encrypt|checked/);
    expect(fileSystemNotices({ name: 'data' })).toEqual([]);
  });

  test('say what is not done: encryption in transit, authorization', () => {
    const [told] = fileSystemNotices(
      efs({ transitEncryption: 'ENABLED', authorizationConfig: { iam: 'ENABLED' } }),
    );
    expect(told).toMatch(/nothing is in transit to encrypt; who may use it is not checked$/);
  });
});
