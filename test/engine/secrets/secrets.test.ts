import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import type { ContainerPlan, TaskPlan } from '../../../src/agent/model/task-plan.ts';
import { container, type EngineHarness, engineHarness, sh } from '../../support/agent/engine-harness.ts';
import { fakeSources } from '../../support/agent/sources.ts';
import { startRegistry } from '../../support/registry.ts';

const secretArn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:db-AbCdEf';

const run = (
  harness: EngineHarness,
  containers: readonly ContainerPlan[],
  plan: Partial<TaskPlan> = {},
): string => harness.run(containers, { executionRoleArn: 'arn:aws:iam::000000000000:role/x', ...plan });

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('secrets in a real container', () => {
  test('are in its environment to the byte, and nowhere in the record', async () => {
    const sources = fakeSources();
    const value = 'p4ss "with" $quotes\nand a second line = é';
    sources.secretValues.set(secretArn, JSON.stringify({ password: value, port: 1_000_000 }));
    sources.parameterValues.set('/app/token', 'from the parameter store');
    sources.objectTexts.set(
      'bucket/app.env',
      '# comment\nFROM_FILE=file value\nPLAIN=of the file\nTOKEN=of the file',
    );
    await using harness = await engineHarness({ sources });
    const script =
      'printf %s "$PASSWORD" | sha256sum | cut -d" " -f1; ' +
      'echo "$PORT|$FROM_FILE|$PLAIN|$AWS_REGION"; printf %s "$TOKEN" | sha256sum | cut -d" " -f1';
    const arn = run(harness, [
      container({
        name: 'app',
        command: sh(script),
        environment: { PLAIN: 'of the definition' },
        environmentFiles: ['arn:aws:s3:::bucket/app.env'],
        secrets: [
          { name: 'PASSWORD', valueFrom: `${secretArn}:password::` },
          { name: 'PORT', valueFrom: `${secretArn}:port::` },
          { name: 'TOKEN', valueFrom: '/app/token' },
        ],
      }),
    ]);
    const task = await harness.stopped(arn);
    expect(task.containers[0]).toMatchObject({ exitCode: 0 });
    expect((await harness.logs(arn, 'app')).map(({ text }) => text)).toEqual([
      digestOf(value),
      '1e+06|file value|of the definition|us-east-1',
      digestOf('from the parameter store'),
    ]);
    const record = JSON.stringify(harness.get(arn));
    for (const secret of ['p4ss', 'from the parameter store', 'file value'])
      expect(record).not.toContain(secret);
  });

  test('one that is missing ends the task, and no container is made', async () => {
    await using harness = await engineHarness();
    const arn = run(harness, [
      container({ name: 'app', command: sh('sleep 60') }),
      container({ name: 'other', secrets: [{ name: 'A', valueFrom: `${secretArn}:password::` }] }),
    ]);
    const task = await harness.stopped(arn);
    expect(task).toMatchObject({ stopCode: 'TaskFailedToStart' });
    expect(task.stoppedReason).toMatch(
      /^ResourceInitializationError: The task can't retrieve the secret with ARN '.*db-AbCdEf' from AWS Secrets Manager\. Check that the secret ARN is correct: .* ResourceNotFoundException: Secrets Manager can't find the specified secret\.$/,
    );
    expect(task.containers.every(({ runtimeId }) => runtimeId === undefined)).toBe(true);
    expect(await harness.left()).toEqual([]);
  });
});

describe('a private registry', () => {
  test('gets the login that the task names, in place of the user’s own', async () => {
    const sources = fakeSources();
    await using harness = await engineHarness({ sources });
    const login = { username: 'task', password: 's3cret:1' };
    await using registry = await startRegistry(harness.engine, { login });
    await registry.push('team/app', '1');
    const image = `${registry.address}/team/app:1`;
    const app = container({ name: 'app', image, command: sh('echo pulled'), registrySecret: secretArn });

    sources.secretValues.set(secretArn, JSON.stringify({ ...login, password: 'wrong-password' }));
    const refused = await harness.stopped(run(harness, [app]));
    expect(refused.containers[0]?.reason).toContain(
      `asked with the login for ${registry.address} from ${secretArn}`,
    );
    expect(JSON.stringify(refused)).not.toContain('wrong-password');

    sources.secretValues.set(secretArn, JSON.stringify(login));
    const arn = run(harness, [app]);
    const pulled = await harness.stopped(arn);
    expect(pulled.containers[0]).toMatchObject({ exitCode: 0 });
    expect(pulled.pullStoppedAt).toBeDefined();
    expect((await harness.logs(arn, 'app')).map(({ text }) => text)).toEqual(['pulled']);
  });
});
