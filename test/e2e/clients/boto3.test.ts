import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { python } from '../../support/e2e/clients.ts';
import { startServer } from '../../support/e2e/server.ts';

const script = fileURLToPath(new URL('../../support/e2e/drive_boto3.py', import.meta.url));

test('boto3 runs a task, stops it, and gets its typed errors', async () => {
  await using server = await startServer();
  const { code, stdout, stderr } = await python(server.endpoint, script);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    failures: [],
    runningStatus: 'RUNNING',
    startedIsTime: true,
    isListed: true,
    stopCode: 'UserInitiated',
    stoppedReason: 'enough',
    exitCode: 7,
    missing: 'MISSING',
    errors: {
      cluster: { class: 'ClusterNotFoundException', message: 'Cluster not found.' },
      taskDefinition: { class: 'ClientException', message: 'TaskDefinition not found.' },
      enum: { class: 'InvalidParameterException', message: expect.stringContaining('SLEEPING') },
    },
  });
});
