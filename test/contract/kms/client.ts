import { KMSClient } from '@aws-sdk/client-kms';
import { clientOptions } from '../../support/aws-clients.ts';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';

export interface TestKms extends AsyncDisposable {
  readonly started: TestLongshore;
  readonly client: KMSClient;
}

/** A whole Longshore, and a client of the real SDK for its KMS. */
export async function startKms(): Promise<TestKms> {
  const started = await startTestLongshore();
  const client = new KMSClient(clientOptions(started));
  return {
    started,
    client,
    async [Symbol.asyncDispose]() {
      client.destroy();
      await started[Symbol.asyncDispose]();
    },
  };
}
