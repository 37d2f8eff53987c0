import { describe, expect, test } from 'vitest';
import { errorOf } from '../../../../../test/support/ecs.ts';
import type { Cluster, TaskDefinition } from '../../../../aws/contract/ecs.types.gen.ts';
import type { ClusterRecord } from '../tables.ts';
import { launches } from './launch.ts';

const definition: TaskDefinition = { compatibilities: ['EC2', 'FARGATE'] };

function cluster(given: Partial<Cluster> = {}): ClusterRecord {
  return { account: '000000000000', region: 'us-east-1', name: 'web', status: 'ACTIVE', cluster: given };
}

describe('where a task runs', () => {
  test('EC2 when nothing says otherwise', () => {
    expect(launches({}, cluster(), definition, 2)).toEqual([{ launchType: 'EC2' }, { launchType: 'EC2' }]);
  });

  test('by the default strategy of the cluster, unless a launch type is given', () => {
    const both = cluster({
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [
        { capacityProvider: 'FARGATE', weight: 1 },
        { capacityProvider: 'FARGATE_SPOT', weight: 1 },
      ],
    });
    const fargate = { launchType: 'FARGATE', platformVersion: '1.4.0' };
    expect(launches({}, both, definition, 2)).toEqual([
      { ...fargate, capacityProviderName: 'FARGATE' },
      { ...fargate, capacityProviderName: 'FARGATE_SPOT' },
    ]);
    expect(launches({ launchType: 'EC2' }, both, definition, 1)).toEqual([{ launchType: 'EC2' }]);
  });

  test('on the newest platform of Fargate, or the one that is named', () => {
    const platform = (platformVersion: string, given: TaskDefinition = {}): string | undefined =>
      launches({ launchType: 'FARGATE', platformVersion }, cluster(), { ...definition, ...given }, 1)[0]
        ?.platformVersion;
    expect(platform('LATEST')).toBe('1.4.0');
    expect(platform('1.3.0')).toBe('1.3.0');
    expect(errorOf(() => platform('9.9.9')).code).toBe('PlatformUnknownException');
    expect(errorOf(() => platform('1.3.0', { ephemeralStorage: { sizeInGiB: 30 } }))).toEqual({
      code: 'PlatformTaskDefinitionIncompatibilityException',
      message: 'One or more of the requested capabilities are not supported.',
    });
  });

  test('never on managed instances by launch type', () => {
    expect(errorOf(() => launches({ launchType: 'MANAGED_INSTANCES' }, cluster(), definition, 1)).code).toBe(
      'InvalidParameterException',
    );
  });
});
