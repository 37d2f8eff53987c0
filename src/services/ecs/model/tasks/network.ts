import type { NetworkConfiguration, TaskDefinition } from '../../../../aws/contract/ecs.types.gen.ts';
import {
  invalidParameter,
  networkConfigurationMissing,
  networkConfigurationUnwanted,
  publicIpUnsupported,
  tooManyItems,
} from '../../errors.ts';

/** A network configuration belongs to awsvpc and to nothing else. */
export function checkNetwork(
  network: NetworkConfiguration | undefined,
  definition: TaskDefinition,
  launchType: string,
): void {
  const awsvpc = network?.awsvpcConfiguration;
  if (definition.networkMode !== 'awsvpc') {
    if (awsvpc !== undefined) throw networkConfigurationUnwanted();
    return;
  }
  if (awsvpc === undefined) throw networkConfigurationMissing();
  if (awsvpc.subnets.length === 0) throw invalidParameter('subnets can not be empty.');
  if (awsvpc.subnets.length > 16) throw tooManyItems('subnets', 16);
  if ((awsvpc.securityGroups ?? []).length > 5) throw tooManyItems('securityGroups', 5);
  if (awsvpc.assignPublicIp === 'ENABLED' && launchType !== 'FARGATE') throw publicIpUnsupported();
}
