import { invalidEndpoint, unknownConnection } from '../errors.ts';
import type { EventsCall } from '../operation.ts';
import { nameInArn } from './arns.ts';

/** Throws ResourceNotFoundException. */
export function checkConnection(call: EventsCall, arn: string): void {
  const found = call.tables.connections.get(call.account, call.region, nameInArn(arn));
  if (found?.arn !== arn) throw unknownConnection(arn);
}

/** AWS takes HTTPS only; here a program on the same machine can be the target, by HTTP. */
export function checkEndpoint(endpoint: string): void {
  const url = URL.parse(endpoint.replaceAll('*', 'x'));
  if (url === null || !/^https?:$/.test(url.protocol)) throw invalidEndpoint(endpoint);
}
