import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ECSClient } from '@aws-sdk/client-ecs';
import { silentLog } from '../../src/kernel/log.ts';
import { type Longshore, type LongshoreOptions, startLongshore } from '../../src/main.ts';

export interface TestLongshore extends AsyncDisposable {
  readonly longshore: Longshore;
  /** A client of the real SDK; disposed with the rest. */
  readonly client: ECSClient;
}

/** A whole Longshore with simulated containers, and a client that speaks to it over HTTP. */
export async function startTestLongshore(options: Partial<LongshoreOptions> = {}): Promise<TestLongshore> {
  const claimDirectory = mkdtempSync(join(tmpdir(), 'longshore-test-'));
  const longshore = await startLongshore({
    host: '127.0.0.1',
    port: 0,
    claimDirectory,
    backend: 'simulated',
    region: 'us-east-1',
    accountId: '000000000000',
    allowHosts: [],
    cleanUpAfter: 1000,
    publishPorts: false,
    warmSandboxes: 2,
    pullBehavior: 'default',
    linkLocal: 'off',
    version: '0.0.0',
    log: silentLog,
    ...options,
  });
  const client = new ECSClient({
    endpoint: longshore.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  return {
    longshore,
    client,
    async [Symbol.asyncDispose]() {
      client.destroy();
      await longshore.stop();
      rmSync(claimDirectory, { recursive: true, force: true });
    },
  };
}
