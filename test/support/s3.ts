import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Operations } from '../../src/aws/contract/s3.types.gen.ts';
import type { RequestContext, Service } from '../../src/aws/service.ts';
import type { VirtualClock } from '../../src/kernel/virtual-clock.ts';
import { openS3 } from '../../src/services/s3/index.ts';
import type { S3Event } from '../../src/services/s3/ports.ts';
import { serviceParts } from './aws-service.ts';

export interface TestS3 extends AsyncDisposable {
  /** One call, as the service gets it. Rejects with what the client would see. */
  call<Name extends keyof S3Operations>(
    operation: Name,
    input: S3Operations[Name]['input'],
  ): Promise<S3Operations[Name]['output']>;
  readonly service: Service;
  readonly context: RequestContext;
  readonly clock: VirtualClock;
  /** What EventBridge was told. */
  readonly told: S3Event[];
  /** What EventBridge's port throws from now on. */
  failure: Error | undefined;
}

/** An Amazon S3 of its own: rows in memory, files in a temporary directory, time stands still. */
export function testS3(): TestS3 {
  const directory = mkdtempSync(join(tmpdir(), 'longshore-s3-test-'));
  const parts = serviceParts();
  const context: RequestContext = {
    requestId: 'r',
    account: '000000000000',
    region: 'us-east-1',
    partition: 'aws',
    principalArn: 'arn:aws:iam::000000000000:root',
    signal: new AbortController().signal,
  };
  const s3 = openS3({
    ...parts,
    directory,
    isEphemeral: true,
    events: {
      publish(event) {
        if (test.failure !== undefined) throw test.failure;
        test.told.push(event);
      },
    },
    keys: { usableKey: (keyId) => `arn:aws:kms:us-east-1:000000000000:key/${keyId}` },
    onError: (error) => {
      throw error;
    },
  });
  const test: TestS3 = {
    call: async (operation, input) => (await s3.service.handle(operation, input, context)) as never,
    service: s3.service,
    context,
    clock: parts.clock,
    told: [],
    failure: undefined,
    async [Symbol.asyncDispose]() {
      await s3[Symbol.asyncDispose]();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  return test;
}

/** A body, as it comes from a request. */
export async function* bodyOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
