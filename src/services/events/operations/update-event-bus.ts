import { busOf } from '../model/find.ts';
import type { EventsOperation } from '../operation.ts';

/** What is not given stays as it is. */
export const updateEventBus: EventsOperation<'UpdateEventBus'> = (input, call) => {
  const { Description, KmsKeyIdentifier, DeadLetterConfig, LogConfig } = input;
  const updated = {
    ...busOf(call, input.Name),
    ...(Description !== undefined && { description: Description }),
    ...(KmsKeyIdentifier !== undefined && { kmsKeyIdentifier: KmsKeyIdentifier }),
    ...(DeadLetterConfig !== undefined && { deadLetterConfig: DeadLetterConfig }),
    ...(LogConfig !== undefined && { logConfig: LogConfig }),
    modifiedAt: call.now,
  };
  call.tables.buses.put(updated);
  return {
    Arn: updated.arn,
    Name: updated.name,
    ...(updated.description !== undefined && { Description: updated.description }),
    ...(updated.kmsKeyIdentifier !== undefined && { KmsKeyIdentifier: updated.kmsKeyIdentifier }),
    ...(updated.deadLetterConfig !== undefined && { DeadLetterConfig: updated.deadLetterConfig }),
    ...(updated.logConfig !== undefined && { LogConfig: updated.logConfig }),
  };
};
