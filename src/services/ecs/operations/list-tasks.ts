import type { ListTasksRequest } from '../../../aws/contract/ecs.types.gen.ts';
import { parseEcsArn } from '../../../aws/ecs-arn.ts';
import { containerInstanceArn } from '../../../aws/ecs-arn.ts';
import { paginate } from '../../../aws/paging.ts';
import type { Query } from '../../../store/table.ts';
import {
  identifierOfOtherCluster,
  invalidNextToken,
  invalidParameter,
  serviceNotFound,
  startedByNotAlone,
  tooLong,
} from '../errors.ts';
import { activeCluster } from '../model/clusters/cluster-reference.ts';
import { pageSize } from '../model/page-size.ts';
import type { EcsCall, EcsOperation } from '../operation.ts';

/** ARNs of the tasks of a cluster, those that are to run unless asked otherwise, by ARN. */
export const listTasks: EcsOperation<'ListTasks'> = (input, call) => {
  const cluster = activeCluster(call, input.cluster);
  const where = filters(call, cluster.name, input);
  const { items, nextToken } = paginate(
    (after, limit) =>
      call.tables.tasks.select({ where, ...(after !== undefined && { after: [after] }), limit }),
    ({ arn }) => arn,
    {
      nextToken: input.nextToken,
      maxResults: pageSize(input.maxResults, 100),
      defaultSize: 100,
      query: where,
      invalidToken: invalidNextToken,
    },
  );
  return { taskArns: items.map(({ arn }) => arn), ...(nextToken && { nextToken }) };
};

function filters(call: EcsCall, cluster: string, input: ListTasksRequest): NonNullable<Query['where']> {
  const { family, serviceName, launchType, desiredStatus, startedBy, daemonName } = input;
  if (startedBy !== undefined) {
    const others = [input.containerInstance, family, serviceName, launchType, desiredStatus, daemonName];
    if (others.some((other) => other !== undefined)) throw startedByNotAlone();
    if (startedBy.length > 128) throw tooLong('startedBy', 128);
  }
  // There are no services and no daemons in this version, so none is ever found.
  if (serviceName !== undefined) throw serviceNotFound();
  if (daemonName !== undefined) throw invalidParameter('Daemon not found.');
  return {
    account: call.account,
    region: call.region,
    cluster,
    // PENDING is never a desired status: it matches nothing, as in AWS.
    desired_status: desiredStatus ?? 'RUNNING',
    container_instance: input.containerInstance && instanceArn(call, cluster, input.containerInstance),
    family,
    launch_type: launchType,
    started_by: startedBy,
  };
}

function instanceArn(call: EcsCall, cluster: string, argument: string): string {
  const arn = parseEcsArn(argument);
  if (arn === undefined) return containerInstanceArn(call, cluster, argument);
  if (arn.kind !== 'container-instance') throw invalidParameter('Container instance identifier is invalid');
  if (arn.cluster !== undefined && arn.cluster !== cluster) {
    throw identifierOfOtherCluster(arn.cluster, cluster);
  }
  return containerInstanceArn(arn, cluster, arn.containerInstance);
}
