import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aws, awsJson, python } from '../../support/e2e/clients.ts';
import { type ServerProcess, startServer } from '../../support/e2e/server.ts';

let server: ServerProcess;

beforeAll(async () => {
  server = await startServer({ args: ['--backend', 'simulated'] });
});
afterAll(() => server[Symbol.asyncDispose]());

const told = (...args: readonly string[]): Promise<unknown> =>
  awsJson(server.endpoint, ['scheduler', ...args]);

test('the AWS CLI makes, changes, lists and deletes schedules', async () => {
  const target = JSON.stringify({
    Arn: 'arn:aws:ecs:us-east-1:000000000000:cluster/default',
    RoleArn: 'arn:aws:iam::000000000000:role/scheduler',
    EcsParameters: { TaskDefinitionArn: 'arn:aws:ecs:us-east-1:000000000000:task-definition/job' },
  });
  const given = ['--name', 'nightly', '--flexible-time-window', '{"Mode":"OFF"}', '--target', target];
  const zone = ['--schedule-expression-timezone', 'Asia/Tokyo'];
  const made = await told('create-schedule', ...given, '--schedule-expression', 'cron(0 3 * * ? *)', ...zone);
  expect(made).toEqual({ ScheduleArn: 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/nightly' });
  const update = ['update-schedule', ...given, '--schedule-expression', 'rate(1 day)', '--state', 'DISABLED'];
  expect(await told(...update)).toEqual(made);
  expect(await told('get-schedule', '--name', 'nightly')).toMatchObject({
    ScheduleExpression: 'rate(1 day)',
    ScheduleExpressionTimezone: 'UTC',
    State: 'DISABLED',
    CreationDate: expect.stringMatching(/^\d{4}-/),
  });
  expect(await told('list-schedules', '--name-prefix', 'night')).toMatchObject({
    Schedules: [{ Name: 'nightly' }],
  });
  await told('delete-schedule', '--name', 'nightly');
  const { code, stderr } = await aws(server.endpoint, ['scheduler', 'get-schedule', '--name', 'nightly']);
  expect(code).toBeGreaterThan(0);
  expect(stderr).toContain(
    'An error occurred (ResourceNotFoundException) when calling the GetSchedule operation: Schedule nightly does not exist.',
  );
});

test('boto3 makes a schedule that calls a service, an archive, and a replay', async () => {
  const script = fileURLToPath(new URL('../../support/e2e/drive_scheduler.py', import.meta.url));
  const { code, stdout, stderr } = await python(server.endpoint, script);
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    arn: 'arn:aws:scheduler:us-east-1:000000000000:schedule/jobs/once',
    done: true,
    made: ['/made/by-schedule'],
    gone: ['ResourceNotFoundException', 'Schedule once does not exist.'],
    tags: [{ Key: 'team', Value: 'a' }],
    groups: ['default', 'jobs'],
    archived: 1,
    replayed: true,
  });
});
