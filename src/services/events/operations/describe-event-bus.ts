import { describeBus } from '../model/describe.ts';
import { busOf } from '../model/find.ts';
import type { EventsOperation } from '../operation.ts';

export const describeEventBus: EventsOperation<'DescribeEventBus'> = (input, call) => {
  const bus = busOf(call, input.Name);
  return {
    ...describeBus(bus),
    ...(bus.kmsKeyIdentifier !== undefined && { KmsKeyIdentifier: bus.kmsKeyIdentifier }),
    ...(bus.deadLetterConfig !== undefined && { DeadLetterConfig: bus.deadLetterConfig }),
    ...(bus.logConfig !== undefined && { LogConfig: bus.logConfig }),
  };
};
