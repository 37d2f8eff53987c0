import type {
  Cluster,
  ClusterConfiguration,
  ClusterSetting,
  CreateClusterRequest,
} from '../../../../aws/contract/ecs.types.gen.ts';
import { parseEcsArn } from '../../../../aws/ecs-arn.ts';
import { capacityProviderNotFound, clusterMemberUnsupported, invalidParameter } from '../../errors.ts';
import { normalizedStrategy } from './capacity-strategy.ts';

export type ClusterOptions = Omit<CreateClusterRequest, 'clusterName' | 'tags'>;

/**
 * The members of a cluster that a request asks for, as they are kept; members that it leaves out are left
 * out here too. Refuses what AWS refuses and what cannot be obeyed.
 */
export function clusterOptions(input: ClusterOptions): Partial<Cluster> {
  if (input.serviceConnectDefaults !== undefined) throw clusterMemberUnsupported('serviceConnectDefaults');
  const providers = input.capacityProviders && providerNames(input.capacityProviders);
  return {
    ...(input.settings && { settings: clusterSettings(input.settings) }),
    ...(input.configuration && { configuration: clusterConfiguration(input.configuration) }),
    ...(providers && { capacityProviders: providers }),
    ...(input.defaultCapacityProviderStrategy && {
      defaultCapacityProviderStrategy: normalizedStrategy(
        input.defaultCapacityProviderStrategy,
        providers ?? [],
      ),
    }),
  };
}

const insights = new Set(['enabled', 'disabled', 'enhanced']);

/** There is one setting, so a list can only set it, twice at worst: the last one counts. */
export function clusterSettings(settings: readonly ClusterSetting[]): ClusterSetting[] {
  let value = 'disabled';
  for (const setting of settings) {
    if (setting.name === undefined) throw invalidParameter('Setting name can not be blank.');
    if (setting.value === undefined || !insights.has(setting.value)) {
      throw invalidParameter(`Invalid value for setting ${setting.name}: ${setting.value ?? 'null'}`);
    }
    value = setting.value;
  }
  return [{ name: 'containerInsights', value }];
}

function clusterConfiguration(configuration: ClusterConfiguration): ClusterConfiguration {
  // Encrypting the storage of tasks with a customer's key is a promise about the disk of this machine.
  if (configuration.managedStorageConfiguration !== undefined) {
    throw clusterMemberUnsupported('configuration.managedStorageConfiguration');
  }
  const exec = configuration.executeCommandConfiguration;
  if (exec?.logging === 'OVERRIDE' && exec.logConfiguration === undefined) {
    throw invalidParameter('Log configuration must be specified when logging is set to OVERRIDE.');
  }
  if (exec !== undefined && exec.logging !== 'OVERRIDE' && exec.logConfiguration !== undefined) {
    throw invalidParameter('Log configuration can only be specified when logging is set to OVERRIDE.');
  }
  return configuration;
}

const known = new Set(['FARGATE', 'FARGATE_SPOT']);

/** Providers by name, in the order given; ARNs are understood. Only the two of Fargate exist. */
export function providerNames(providers: readonly string[]): string[] {
  return [...new Set(providers.map(providerName))];
}

function providerName(provider: string): string {
  const arn = parseEcsArn(provider);
  const name = arn?.kind === 'capacity-provider' ? arn.name : provider;
  if (!known.has(name)) throw capacityProviderNotFound();
  return name;
}
