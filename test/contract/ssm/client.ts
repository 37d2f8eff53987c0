import { SSMClient, SSMServiceException } from '@aws-sdk/client-ssm';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';

export interface TestParameters extends AsyncDisposable {
  readonly started: TestLongshore;
  readonly client: SSMClient;
}

/** A whole Longshore, and a client of the real SDK for its Systems Manager. */
export async function startParameters(): Promise<TestParameters> {
  const started = await startTestLongshore();
  const client = new SSMClient({
    endpoint: started.longshore.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  return {
    started,
    client,
    async [Symbol.asyncDispose]() {
      client.destroy();
      await started[Symbol.asyncDispose]();
    },
  };
}

/** `ParameterNotFound: …`, for a call that must fail with a client's error. */
export async function errorOf(answer: Promise<unknown>): Promise<string> {
  const error = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SSMServiceException)) throw new Error('expected an error', { cause: error });
  if (error.$metadata.httpStatusCode !== 400) throw error;
  return `${error.name}: ${error.message}`;
}
