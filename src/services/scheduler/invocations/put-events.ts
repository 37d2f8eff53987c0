import { listAt, textAt } from '../../../aws/json/loose-members.ts';
import type { Invocation } from '../model/tables.ts';
import { givenInput } from './input.ts';
import { InvocationError } from './invocation-error.ts';

/** PutEvents with one event, whose detail is the Input. */
export function putEventsInput(invocation: Invocation, busArn: string): unknown {
  const { Source, DetailType } = invocation.target.EventBridgeParameters ?? {};
  return {
    Entries: [
      {
        EventBusName: busArn,
        Source,
        DetailType,
        Detail: givenInput(invocation) ?? '{}',
        Resources: [invocation.schedule],
        Time: invocation.scheduledAt / 1000,
      },
    ],
  };
}

/** What is wrong with an event stays wrong. */
export function checkedPutEvents(output: unknown): void {
  const [entry] = listAt(output, 'Entries');
  const code = textAt(entry, 'ErrorCode');
  if (code === undefined) return;
  const message = textAt(entry, 'ErrorMessage') ?? '';
  throw new InvocationError(code, message, { isRetriable: /Throttl|Internal/.test(code) });
}
