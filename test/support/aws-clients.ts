import type { TestLongshore } from './longshore.ts';

/** Options of any client of the JavaScript SDK; nothing is tried twice, so that every failure shows. */
export interface ClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly maxAttempts: number;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** An access key id of twelve digits is an account. */
export function clientOptions(
  { longshore }: Pick<TestLongshore, 'longshore'>,
  accessKeyId = '111122223333',
  sessionToken?: string,
): ClientOptions {
  return {
    endpoint: longshore.endpoint,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey: 'test', ...(sessionToken && { sessionToken }) },
  };
}

/** Name, text and status of what a call is refused with; fails when it is not. */
export async function refusal(call: Promise<unknown>): Promise<{
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const metadata = '$metadata' in error ? (error.$metadata as { httpStatusCode?: number }) : {};
    return { name: error.name, message: error.message, status: metadata.httpStatusCode };
  }
  throw new Error('expected a refusal');
}
