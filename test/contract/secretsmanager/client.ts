import { SecretsManagerClient, SecretsManagerServiceException } from '@aws-sdk/client-secrets-manager';
import { type TestLongshore, startTestLongshore } from '../../support/longshore.ts';

export interface TestSecrets extends AsyncDisposable {
  readonly started: TestLongshore;
  readonly client: SecretsManagerClient;
}

/** A whole Longshore, and a client of the real SDK for its Secrets Manager. */
export async function startSecrets(): Promise<TestSecrets> {
  const started = await startTestLongshore();
  const client = new SecretsManagerClient({
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

/** `ResourceNotFoundException: Secrets Manager can't find …`, for a call that must fail with a client's error. */
export async function errorOf(answer: Promise<unknown>): Promise<string> {
  const error = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SecretsManagerServiceException))
    throw new Error('expected an error', { cause: error });
  if (error.$metadata.httpStatusCode !== 400) throw error;
  return `${error.name}: ${error.message}`;
}
