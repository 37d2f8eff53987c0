import type { ApiDestination, Connection, EventBus, Rule } from '../../../aws/contract/events.types.gen.ts';
import { seconds } from '../operation.ts';
import type { ApiDestinationRecord, BusRecord, ConnectionRecord, RuleRecord } from './tables.ts';

/** Records as lists tell them; what is unknown is left out. */

export function describeBus(bus: BusRecord): EventBus {
  return {
    Name: bus.name,
    Arn: bus.arn,
    ...(bus.description !== undefined && { Description: bus.description }),
    ...(bus.policy !== undefined && { Policy: bus.policy }),
    ...(bus.createdAt > 0 && { CreationTime: seconds(bus.createdAt) }),
    ...(bus.modifiedAt > 0 && { LastModifiedTime: seconds(bus.modifiedAt) }),
  };
}

export function describeRule(rule: RuleRecord): Rule {
  return {
    Name: rule.name,
    Arn: rule.arn,
    ...(rule.eventPattern !== undefined && { EventPattern: rule.eventPattern }),
    ...(rule.scheduleExpression !== undefined && { ScheduleExpression: rule.scheduleExpression }),
    State: rule.state,
    ...(rule.description !== undefined && { Description: rule.description }),
    ...(rule.roleArn !== undefined && { RoleArn: rule.roleArn }),
    EventBusName: rule.bus,
  };
}

export function describeConnection(connection: ConnectionRecord): Connection {
  return {
    ConnectionArn: connection.arn,
    Name: connection.name,
    ConnectionState: connection.state,
    AuthorizationType: connection.authorizationType,
    ...connectionTimes(connection),
  };
}

export function connectionTimes(
  connection: ConnectionRecord,
): Pick<Connection, 'CreationTime' | 'LastModifiedTime' | 'LastAuthorizedTime'> {
  return {
    CreationTime: seconds(connection.createdAt),
    LastModifiedTime: seconds(connection.modifiedAt),
    ...(connection.authorizedAt !== undefined && { LastAuthorizedTime: seconds(connection.authorizedAt) }),
  };
}

export function describeApiDestination(destination: ApiDestinationRecord): ApiDestination {
  return {
    ApiDestinationArn: destination.arn,
    Name: destination.name,
    ApiDestinationState: 'ACTIVE',
    ConnectionArn: destination.connectionArn,
    InvocationEndpoint: destination.endpoint,
    HttpMethod: destination.method,
    InvocationRateLimitPerSecond: destination.perSecond,
    CreationTime: seconds(destination.createdAt),
    LastModifiedTime: seconds(destination.modifiedAt),
  };
}
