import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';
import { clientOptions } from '../../support/aws-clients.ts';

export interface SchedulerUnderTest extends TestLongshore {
  readonly scheduler: SchedulerClient;
}

/** A whole Longshore with simulated containers, and AWS's own client of EventBridge Scheduler. */
export async function startScheduler(): Promise<SchedulerUnderTest> {
  const started = await startTestLongshore();
  const scheduler = new SchedulerClient(clientOptions(started, '000000000000'));
  return {
    ...started,
    scheduler,
    async [Symbol.asyncDispose]() {
      scheduler.destroy();
      await started[Symbol.asyncDispose]();
    },
  };
}
