import { apiDestinationNotFound } from '../errors.ts';
import { checkConnection, checkEndpoint } from '../model/check-api-destination.ts';
import { seconds, type EventsOperation } from '../operation.ts';

/** What is not given stays as it is. */
export const updateApiDestination: EventsOperation<'UpdateApiDestination'> = (input, call) => {
  const before = call.tables.apiDestinations.get(call.account, call.region, input.Name);
  if (before === undefined) throw apiDestinationNotFound('update', input.Name);
  if (input.ConnectionArn !== undefined) checkConnection(call, input.ConnectionArn);
  if (input.InvocationEndpoint !== undefined) checkEndpoint(input.InvocationEndpoint);
  call.tables.apiDestinations.put({
    ...before,
    ...(input.Description !== undefined && { description: input.Description }),
    connectionArn: input.ConnectionArn ?? before.connectionArn,
    endpoint: input.InvocationEndpoint ?? before.endpoint,
    method: input.HttpMethod ?? before.method,
    perSecond: input.InvocationRateLimitPerSecond ?? before.perSecond,
    modifiedAt: call.now,
  });
  return {
    ApiDestinationArn: before.arn,
    ApiDestinationState: 'ACTIVE',
    CreationTime: seconds(before.createdAt),
    LastModifiedTime: seconds(call.now),
  };
};
