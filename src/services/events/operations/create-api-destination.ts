import { apiDestinationExists } from '../errors.ts';
import { apiDestinationArn } from '../model/arns.ts';
import { checkConnection, checkEndpoint } from '../model/check-api-destination.ts';
import { seconds, type EventsOperation } from '../operation.ts';

/** What AWS allows where nothing is said. */
const usualRate = 300;

export const createApiDestination: EventsOperation<'CreateApiDestination'> = (input, call) => {
  const { account, region, now } = call;
  const { Name: name, Description } = input;
  if (call.tables.apiDestinations.get(account, region, name) !== undefined) throw apiDestinationExists(name);
  checkConnection(call, input.ConnectionArn);
  checkEndpoint(input.InvocationEndpoint);
  const arn = apiDestinationArn(call, name, call.ids.uuid());
  call.tables.apiDestinations.put({
    account,
    region,
    name,
    arn,
    ...(Description !== undefined && { description: Description }),
    connectionArn: input.ConnectionArn,
    endpoint: input.InvocationEndpoint,
    method: input.HttpMethod,
    perSecond: input.InvocationRateLimitPerSecond ?? usualRate,
    createdAt: now,
    modifiedAt: now,
  });
  return {
    ApiDestinationArn: arn,
    ApiDestinationState: 'ACTIVE',
    CreationTime: seconds(now),
    LastModifiedTime: seconds(now),
  };
};
