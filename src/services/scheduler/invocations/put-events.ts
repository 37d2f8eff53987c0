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
  if (typeof output !== 'object' || output === null || !('Entries' in output)) return;
  const entries: unknown[] = Array.isArray(output.Entries) ? output.Entries : [];
  const [entry] = entries;
  if (typeof entry !== 'object' || entry === null || !('ErrorCode' in entry)) return;
  const message = 'ErrorMessage' in entry ? String(entry.ErrorMessage) : '';
  const code = String(entry.ErrorCode);
  throw new InvocationError(code, message, { isRetriable: /Throttl|Internal/.test(code) });
}
