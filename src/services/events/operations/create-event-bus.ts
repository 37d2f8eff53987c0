import { busExists, eventSourceNotFound, slashInBusName } from '../errors.ts';
import { busArn } from '../model/arns.ts';
import { findBus, mergeTags } from '../model/find.ts';
import type { EventsOperation } from '../operation.ts';

export const createEventBus: EventsOperation<'CreateEventBus'> = (input, call) => {
  const { Name: name, Description, KmsKeyIdentifier, DeadLetterConfig, LogConfig } = input;
  // Sources of partners are not there, so none can be taken up.
  if (input.EventSourceName !== undefined) throw eventSourceNotFound(input.EventSourceName);
  if (name.includes('/')) throw slashInBusName();
  if (findBus(call, name) !== undefined) throw busExists(name);
  const arn = busArn(call, name);
  call.tables.buses.put({
    account: call.account,
    region: call.region,
    name,
    arn,
    ...(Description !== undefined && { description: Description }),
    ...(KmsKeyIdentifier !== undefined && { kmsKeyIdentifier: KmsKeyIdentifier }),
    ...(DeadLetterConfig !== undefined && { deadLetterConfig: DeadLetterConfig }),
    ...(LogConfig !== undefined && { logConfig: LogConfig }),
    tags: mergeTags([], input.Tags ?? []),
    createdAt: call.now,
    modifiedAt: call.now,
  });
  return {
    EventBusArn: arn,
    ...(Description !== undefined && { Description }),
    ...(KmsKeyIdentifier !== undefined && { KmsKeyIdentifier }),
    ...(DeadLetterConfig !== undefined && { DeadLetterConfig }),
    ...(LogConfig !== undefined && { LogConfig }),
  };
};
