import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';

export interface EventBridgeUnderTest extends TestLongshore {
  readonly events: EventBridgeClient;
}

/** A whole Longshore with simulated containers, and AWS's own client of EventBridge. */
export async function startEventBridge(): Promise<EventBridgeUnderTest> {
  const started = await startTestLongshore();
  const events = new EventBridgeClient({
    endpoint: started.longshore.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  return {
    ...started,
    events,
    async [Symbol.asyncDispose]() {
      events.destroy();
      await started[Symbol.asyncDispose]();
    },
  };
}

/** What a call is refused with; fails when it is not. */
export async function refusalOf(call: Promise<unknown>): Promise<{ name: string; message: string }> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('it was not refused');
  return { name: error.name, message: error.message };
}
