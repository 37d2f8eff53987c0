import type { RunTaskRequest, TaskDefinition } from '../../../../aws/contract/ecs.types.gen.ts';
import {
  invalidParameter,
  launchTypeAndStrategy,
  launchTypeUnsupported,
  platformIncompatible,
  platformUnknown,
  platformVersionOnInstances,
} from '../../errors.ts';
import type { TaskRequest } from '../../../../agent/model/task-record.ts';
import { normalizedStrategy, spreadOverProviders } from '../clusters/capacity-strategy.ts';
import type { ClusterRecord } from '../tables.ts';

/** Where one task runs. */
export interface Launch {
  readonly launchType: TaskRequest['launchType'];
  readonly capacityProviderName?: string;
  readonly platformVersion?: string;
}

type LaunchInput = Pick<RunTaskRequest, 'launchType' | 'capacityProviderStrategy' | 'platformVersion'>;

/**
 * Where each of `count` tasks runs. A launch type or a strategy says so; without either, the default strategy
 * of the cluster; without that, EC2. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
 */
export function launches(
  input: LaunchInput,
  cluster: ClusterRecord,
  definition: TaskDefinition,
  count: number,
): Launch[] {
  const given = input.capacityProviderStrategy ?? [];
  if (input.launchType !== undefined && given.length > 0) throw launchTypeAndStrategy();
  const { capacityProviders = [], defaultCapacityProviderStrategy = [] } = cluster.cluster;
  const wanted = given.length > 0 ? given : defaultCapacityProviderStrategy;
  if (input.launchType === undefined && wanted.length > 0) {
    const providers = spreadOverProviders(normalizedStrategy(wanted, capacityProviders), count);
    const fargate = launchOn('FARGATE', input, definition);
    return providers.map((provider) => through(provider, fargate));
  }
  const launch = launchOn(input.launchType ?? 'EC2', input, definition);
  return Array.from({ length: count }, () => launch);
}

const through = (capacityProviderName: string, launch: Launch): Launch => ({
  ...launch,
  capacityProviderName,
});

function launchOn(
  launchType: TaskRequest['launchType'],
  { platformVersion }: LaunchInput,
  definition: TaskDefinition,
): Launch {
  if (launchType === 'MANAGED_INSTANCES') {
    throw invalidParameter(
      'Launch type MANAGED_INSTANCES cannot be specified. Use a capacity provider strategy.',
    );
  }
  if (!(definition.compatibilities ?? []).includes(launchType)) throw launchTypeUnsupported(launchType);
  if (launchType !== 'FARGATE') {
    if (platformVersion !== undefined) throw platformVersionOnInstances();
    return { launchType };
  }
  return { launchType, platformVersion: fargatePlatform(platformVersion ?? 'LATEST', definition) };
}

/** The two platform versions of Fargate for Linux that AWS still runs. */
function fargatePlatform(platformVersion: string, definition: TaskDefinition): string {
  if (platformVersion === 'LATEST' || platformVersion === '1.4.0') return '1.4.0';
  if (platformVersion !== '1.3.0') throw platformUnknown();
  const needs14 =
    definition.ephemeralStorage !== undefined ||
    definition.pidMode !== undefined ||
    definition.volumes?.some((volume) => volume.efsVolumeConfiguration !== undefined) === true;
  if (needs14) throw platformIncompatible();
  return platformVersion;
}
