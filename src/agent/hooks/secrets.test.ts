import { describe, expect, test } from 'vitest';

import { fakeSources } from '../../../test/support/agent/sources.ts';
import { containerPlan, taskRecord } from '../../../test/support/agent/tasks.ts';
import { countingIds } from '../../kernel/ids.ts';
import type { ContainerPlan } from '../model/task-plan.ts';
import type { TaskRecord } from '../model/task-record.ts';
import { ResourceError } from './resource-error.ts';
import { secretsHook } from './secrets.ts';

const { signal } = new AbortController();
const prefix = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:';
const role = 'arn:aws:iam::000000000000:role/execution';

function taskOf(
  containers: readonly ContainerPlan[],
  {
    launchType = 'EC2',
    executionRoleArn = role,
  }: { launchType?: 'EC2' | 'FARGATE'; executionRoleArn?: string } = {},
): TaskRecord {
  const task = taskRecord(containers);
  const plan = { ...task.plan, ...(executionRoleArn !== '' && { executionRoleArn }) };
  return { ...task, plan, request: { ...task.request, launchType } };
}

const withSecrets = (secrets: Readonly<Record<string, string>>): ContainerPlan =>
  containerPlan({
    name: 'app',
    secrets: Object.entries(secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
  });

function hooked() {
  const sources = fakeSources();
  const hook = secretsHook({ sources, ids: countingIds() });
  const prepare = (
    task: TaskRecord,
    container = task.plan.containers[0] ?? containerPlan({ name: 'none' }),
  ) => hook.prepare?.(task, container, signal);
  /** The task's and the container's reason, where preparing fails. */
  const failure = async (task: TaskRecord): Promise<readonly [task: string, container: string]> => {
    try {
      await prepare(task);
    } catch (error) {
      if (error instanceof ResourceError) return [error.taskReason, `${error.name}: ${error.message}`];
      throw error;
    }
    throw new Error('expected a failure');
  };
  return { sources, hook, prepare, failure };
}

describe('values', () => {
  test('a container that names none gets none, and nobody is asked', async () => {
    const { sources, hook, prepare } = hooked();
    const task = taskOf([containerPlan({ name: 'app' })], { launchType: 'FARGATE' });
    expect(await hook.provision?.(task, signal)).toEqual({});
    expect(await prepare(task)).toBeUndefined();
    expect(sources.asked).toEqual([]);
  });

  test('of secrets, whole or by key, stage and version, and of parameters', async () => {
    const { sources, prepare } = hooked();
    sources.secretValues.set(`${prefix}db-AbCdEf`, '{"password":"p","port":5432,"big":1000000,"on":true}');
    sources.secretValues.set(`${prefix}db-AbCdEf AWSPREVIOUS`, '{"password":"old"}');
    sources.secretValues.set(`${prefix}db-AbCdEf v1`, '{"nested":{"b":[1,null],"a":"x"}}');
    sources.parameterValues.set('/app/token', 't');
    const parameterArn = 'arn:aws:ssm:eu-west-1:111122223333:parameter/far';
    sources.parameterValues.set(parameterArn, 'f');
    const task = taskOf([
      withSecrets({
        WHOLE: `${prefix}db-AbCdEf`,
        PASSWORD: `${prefix}db-AbCdEf:password::`,
        PORT: `${prefix}db-AbCdEf:port::`,
        BIG: `${prefix}db-AbCdEf:big::`,
        ON: `${prefix}db-AbCdEf:on::`,
        OLD: `${prefix}db-AbCdEf:password:AWSPREVIOUS:`,
        NESTED: `${prefix}db-AbCdEf:nested::v1`,
        TOKEN: '/app/token',
        FAR: parameterArn,
      }),
    ]);
    expect((await prepare(task))?.environment).toEqual({
      WHOLE: '{"password":"p","port":5432,"big":1000000,"on":true}',
      PASSWORD: 'p',
      PORT: '5432',
      BIG: '1e+06',
      ON: 'true',
      OLD: 'old',
      NESTED: 'map[a:x b:[1 <nil>]]',
      TOKEN: 't',
      FAR: 'f',
    });
    expect(sources.calls).toContainEqual(
      expect.objectContaining({ account: '111122223333', region: 'eu-west-1', principalArn: role }),
    );
    expect(sources.asked).toContain('parameters /app/token');
    expect(sources.asked).toContain(`parameters ${parameterArn}`);
  });

  test('of many parameters, ten by ten; what several containers need, once', async () => {
    const { sources, prepare } = hooked();
    const names = Array.from({ length: 23 }, (_, index) => `p${index}`);
    for (const name of names) sources.parameterValues.set(name, `value of ${name}`);
    const all = names.map((name) => ({ name, valueFrom: name }));
    const task = taskOf([
      containerPlan({ name: 'app', secrets: all }),
      containerPlan({ name: 'log', logSecrets: all.slice(0, 2) }),
    ]);
    expect(Object.keys((await prepare(task))?.environment ?? {})).toHaveLength(23);
    expect((await prepare(task, task.plan.containers[1]))?.logOptions).toEqual({
      p0: 'value of p0',
      p1: 'value of p1',
    });
    expect(sources.asked.map((asked) => asked.split(',').length)).toEqual([10, 10, 3]);
  });

  test('are fetched once for a task; a new agent fetches them anew', async () => {
    const { sources, hook, prepare } = hooked();
    sources.parameterValues.set('a', '1');
    const task = taskOf([withSecrets({ A: 'a' })]);
    await prepare(task);
    sources.parameterValues.set('a', '2');
    expect((await prepare(task))?.environment).toEqual({ A: '1' });
    const restarted = secretsHook({ sources, ids: countingIds() });
    expect((await restarted.prepare?.(task, withSecrets({ A: 'a' }), signal))?.environment).toEqual({
      A: '2',
    });
    await hook.clean?.(task, signal);
    expect((await prepare(task))?.environment).toEqual({ A: '2' });
  });

  test('what could not be had is asked for again', async () => {
    const { sources, prepare, failure } = hooked();
    const task = taskOf([withSecrets({ A: 'a' })]);
    await failure(task);
    sources.parameterValues.set('a', '1');
    expect((await prepare(task))?.environment).toEqual({ A: '1' });
  });
});

describe('files of environment variables', () => {
  const files = ['arn:aws:s3:::b/one.env', 'arn:aws:s3:::b/dir/two.env'];

  test('the first wins', async () => {
    const { sources, prepare } = hooked();
    sources.objectTexts.set('b/one.env', 'A=1\n# no\nB=1');
    sources.objectTexts.set('b/dir/two.env', 'B=2\nC=2');
    const task = taskOf([containerPlan({ name: 'app', environmentFiles: files })]);
    expect((await prepare(task))?.environmentBelow).toEqual({ A: '1', B: '1', C: '2' });
  });

  test('one that is missing ends the task', async () => {
    const { sources, failure } = hooked();
    sources.objectTexts.set('b/one.env', 'A=1');
    const container = containerPlan({ name: 'app', environmentFiles: files });
    expect(await failure(taskOf([container]))).toEqual([
      'unable to download env file with key dir/two.env from bucket b, error: operation error S3: GetObject, https response error StatusCode: 404, RequestID: 00000000-0000-4000-8000-000000000002, NoSuchKey: The specified key does not exist.',
      expect.stringMatching(/^ResourceInitializationError: unable to download env file/),
    ]);
    expect((await failure(taskOf([container], { launchType: 'FARGATE' })))[0]).toMatch(
      /^ResourceInitializationError: failed to download env files: file download command: non empty error stream: service call has been retried 1 time\(s\): operation error S3: GetObject, https response error StatusCode: 404/,
    );
  });
});

describe('registry logins', () => {
  const secret = `${prefix}hub-AbCdEf`;
  const task = taskOf([containerPlan({ name: 'app', registrySecret: secret })]);
  const login = (hook: ReturnType<typeof hooked>['hook'], of = task) =>
    hook.login?.(of, of.plan.containers[0] ?? containerPlan({ name: 'none' }), signal);

  test('are taken from a secret', async () => {
    const { sources, hook } = hooked();
    sources.secretValues.set(secret, '{"Username":"me","password":"p"}');
    expect(await login(hook)).toEqual({ source: secret, username: 'me', password: 'p' });
  });

  test.each([
    ['', 'asm fetching authorization data: empty secrets value'],
    ['p', 'asm fetching authorization data: unable to unmarshal secret value, invalid schema'],
    ['{"username":1}', 'asm fetching authorization data: unable to unmarshal secret value, invalid schema'],
    ['{"password":"p"}', 'asm fetching username: AuthorizationData is malformed, empty field'],
    ['{"username":"u"}', 'asm fetching password: AuthorizationData is malformed, empty field'],
  ])('%j is none', async (value, problem) => {
    const { sources, hook } = hooked();
    sources.secretValues.set(secret, value);
    await expect(login(hook)).rejects.toThrow(problem);
  });

  test('a secret that is missing is told in the words of where the task runs', async () => {
    const { hook } = hooked();
    await expect(login(hook)).rejects.toMatchObject({
      taskReason: expect.stringContaining(
        `asm fetching secret from the service for ${secret}: operation error`,
      ),
    });
    const fargate = taskOf(task.plan.containers, { launchType: 'FARGATE' });
    await expect(login(hook, fargate)).rejects.toMatchObject({
      taskReason: `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to get registry auth from asm: service call has been retried 1 time(s): asm fetching secret from the service for ${secret}: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
    });
  });
});

describe('a value that cannot be had', () => {
  const retrieval =
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ';

  test.each([
    [
      'a parameter, on an instance',
      'EC2',
      { A: 'a', B: 'b' },
      'fetching secret data from SSM Parameter Store in us-east-1: invalid parameters: a,b',
    ],
    [
      'a parameter, on Fargate',
      'FARGATE',
      { A: 'a' },
      `${retrieval}unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid parameters: a`,
    ],
    [
      'a secret, on an instance',
      'EC2',
      { A: `${prefix}a` },
      `ResourceInitializationError: The task can't retrieve the secret with ARN '${prefix}a' from AWS Secrets Manager. Check that the secret ARN is correct: operation error Secrets Manager: GetSecretValue, https response error StatusCode: 400, RequestID: 00000000-0000-4000-8000-000000000001, ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
    ],
    [
      'a secret, on Fargate',
      'FARGATE',
      { A: `${prefix}a:key::` },
      `${retrieval}unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${prefix}a from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
    ],
    [
      'a JSON key, on an instance',
      'EC2',
      { A: `${prefix}json:key::`, B: `${prefix}json:other::` },
      'retrieved secret from Secrets Manager did not contain json key key;retrieved secret from Secrets Manager did not contain json key other',
    ],
    [
      'a JSON key, on Fargate',
      'FARGATE',
      { A: `${prefix}json:key::` },
      `${retrieval}unable to retrieve secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did not contain json key key`,
    ],
    [
      'a key of what is no JSON',
      'FARGATE',
      { A: `${prefix}text:key::` },
      `${retrieval}unable to retrieve secret from asm: service call has been retried 1 time(s): invalid character 'h' looking for beginning of value`,
    ],
    [
      'an ARN with half of the parts',
      'EC2',
      { A: `${prefix}a:key` },
      `trying to retrieve secret with value ${prefix}a:key resulted in error: an invalid ARN format for the AWS Secrets Manager secret was specified. Specify a valid ARN and try again.`,
    ],
  ] as const)('%s', async (_, launchType, secrets, reason) => {
    const { sources, failure } = hooked();
    sources.secretValues.set(`${prefix}json`, '{"a":1}');
    sources.secretValues.set(`${prefix}text`, 'hunter2');
    const [ofTask, ofContainer] = await failure(taskOf([withSecrets(secrets)], { launchType }));
    expect(ofTask).toBe(reason);
    expect(ofContainer).toBe(
      `ResourceInitializationError: ${reason.replace('ResourceInitializationError: ', '')}`,
    );
  });

  test.each([
    [{ secrets: [{ name: 'A', valueFrom: 'a' }] }, 'ssm secret resource'],
    [{ secrets: [{ name: 'A', valueFrom: `${prefix}a` }] }, 'ASM secret resource'],
    [{ registrySecret: `${prefix}a` }, 'asm resource'],
    [{ environmentFiles: ['arn:aws:s3:::b/a.env'] }, 'environment file resource'],
  ])('without an execution role: %j', async (needs, resource) => {
    const { sources, failure } = hooked();
    const task = taskOf([containerPlan({ name: 'app', ...needs })], { executionRoleArn: '' });
    expect((await failure(task))[0]).toBe(`${resource}: unable to find execution role credentials`);
    const fargate = taskOf(task.plan.containers, { executionRoleArn: '', launchType: 'FARGATE' });
    expect((await failure(fargate))[0]).toMatch(
      /^ResourceInitializationError: .*: unable to find execution role credentials$/,
    );
    expect(sources.asked).toEqual([]);
  });
});
