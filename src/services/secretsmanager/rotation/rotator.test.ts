import { describe, expect, test } from 'vitest';
import { serviceParts, testService } from '../../../../test/support/aws-service.ts';
import type { SecretsmanagerOperations } from '../../../aws/contract/secretsmanager.types.gen.ts';
import { randomIds } from '../../../kernel/ids.ts';
import { silentLog } from '../../../kernel/log.ts';
import { secretsManagerService } from '../index.ts';
import type { RotationEvent } from './ports.ts';
import { Rotator } from './rotator.ts';

const day = 86_400_000;
const SecretId = 'app';
const RotationLambdaARN = 'arn:aws:lambda:us-east-1:000000000000:function:rotate';
const token = (digit: string): string => digit.repeat(32);
const rules = { AutomaticallyAfterDays: 30 };
const rotate = { SecretId, RotationLambdaARN, RotationRules: rules, ClientRequestToken: token('2') };

/** A secret, and a function that rotates it as AWS's templates do; `fails` lets one of its steps fail. */
function start({ fails = () => false }: { fails?: (event: RotationEvent) => boolean } = {}) {
  const parts = { ...serviceParts(), ids: randomIds };
  const events: RotationEvent[] = [];
  const made = new Set<string>();
  const rotationFunction = {
    invoke(_: string, event: RotationEvent): Promise<void> {
      events.push(event);
      if (fails(event)) return Promise.reject(new Error('no'));
      const { ClientRequestToken, RotationToken } = event;
      if (event.Step === 'createSecret' && !made.has(ClientRequestToken)) {
        made.add(ClientRequestToken);
        const put = { ClientRequestToken, RotationToken, VersionStages: ['AWSPENDING'] };
        call('PutSecretValue', {
          SecretId: event.SecretId,
          SecretString: `rotated ${events.length}`,
          ...put,
        });
      }
      if (event.Step === 'finishSecret') {
        const { VersionIdsToStages: stages = {} } = call('DescribeSecret', { SecretId });
        const from = Object.keys(stages).find((id) => stages[id]?.includes('AWSCURRENT'));
        const move = {
          MoveToVersionId: ClientRequestToken,
          ...(from !== undefined && { RemoveFromVersionId: from }),
        };
        call('UpdateSecretVersionStage', { SecretId, VersionStage: 'AWSCURRENT', ...move });
      }
      return Promise.resolve();
    },
  };
  const service = secretsManagerService({ ...parts, rotationFunction });
  const { call } = testService<SecretsmanagerOperations>(service, parts);
  call('CreateSecret', { Name: SecretId, SecretString: 'first', ClientRequestToken: token('1') });
  const newRotator = (): Rotator => {
    const rotator = new Rotator({ ...parts, rotationFunction, log: silentLog });
    rotator.start();
    return rotator;
  };
  return { parts, service, call, events, newRotator, clock: parts.clock };
}

describe('a rotation', () => {
  test('takes the four steps, and the old value becomes the previous one', async () => {
    const { call, events, newRotator, clock } = start();
    using _ = newRotator();
    const { ARN } = call('DescribeSecret', { SecretId });
    expect(call('RotateSecret', rotate)).toMatchObject({ ARN, VersionId: token('2') });
    // Until the function has put it there is a version, but no value.
    expect(() => call('GetSecretValue', { SecretId, VersionStage: 'AWSPENDING' })).toThrow(
      "Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
    );
    await clock.advance(0);
    expect(events.map(({ Step }) => Step)).toEqual([
      'createSecret',
      'setSecret',
      'testSecret',
      'finishSecret',
    ]);
    expect(events[0]).toMatchObject({ SecretId: ARN, ClientRequestToken: token('2') });
    const { VersionIdsToStages, ...described } = call('DescribeSecret', { SecretId });
    expect(VersionIdsToStages).toEqual({
      [token('1')]: ['AWSPREVIOUS'],
      [token('2')]: ['AWSCURRENT', 'AWSPENDING'],
    });
    expect(described).toMatchObject({
      RotationEnabled: true,
      RotationLambdaARN,
      RotationRules: rules,
      LastRotatedDate: clock.now() / 1000,
      // The window is a day, thirty days on.
      NextRotationDate: (clock.now() + 31 * day - 1000) / 1000,
    });
    expect(call('GetSecretValue', { SecretId }).SecretString).toBe('rotated 1');
  });

  test('comes again by its schedule, also when Longshore did not run in between', async () => {
    const { call, events, newRotator, clock } = start();
    const before = newRotator();
    call('RotateSecret', rotate);
    await clock.advance(29 * day);
    expect(events).toHaveLength(4);
    before[Symbol.dispose]();
    await clock.advance(5 * day);
    expect(events).toHaveLength(4);
    using _ = newRotator();
    await clock.advance(0);
    expect(events).toHaveLength(8);
    expect(call('GetSecretValue', { SecretId }).SecretString).toBe('rotated 5');
  });

  test('that fails leaves the value as it was, is tried again, and then waits for its next turn', async () => {
    let broken = true;
    const { call, events, newRotator, clock } = start({
      fails: ({ Step }) => broken && Step === 'testSecret',
    });
    using _ = newRotator();
    call('RotateSecret', rotate);
    await clock.advance(day);
    expect(events.filter(({ Step }) => Step === 'testSecret')).toHaveLength(5);
    expect(call('GetSecretValue', { SecretId }).SecretString).toBe('first');
    expect(call('DescribeSecret', { SecretId })).toMatchObject({
      VersionIdsToStages: { [token('2')]: ['AWSPENDING'] },
    });
    expect(call('DescribeSecret', { SecretId }).LastRotatedDate).toBeUndefined();
    broken = false;
    await clock.advance(30 * day);
    expect(events.at(-1)).toMatchObject({ Step: 'finishSecret', ClientRequestToken: token('2') });
    expect(call('DescribeSecret', { SecretId }).LastRotatedDate).toBeDefined();
  });

  test('is not through when the function did not make its version the current one', async () => {
    const { call, clock, parts } = start();
    const rotator = new Rotator({
      ...parts,
      log: silentLog,
      rotationFunction: { invoke: () => Promise.resolve() },
    });
    rotator.start();
    using _ = rotator;
    call('RotateSecret', rotate);
    await clock.advance(day);
    expect(call('DescribeSecret', { SecretId }).LastRotatedDate).toBeUndefined();
  });

  test('that is not through is taken up again by the next request, which is refused', async () => {
    let broken = true;
    const { service, call, events, newRotator, clock } = start({ fails: () => broken });
    using _ = newRotator();
    call('RotateSecret', rotate);
    await clock.advance(day);
    broken = false;
    const context = {
      requestId: '',
      account: '000000000000',
      region: 'us-east-1',
      partition: 'aws',
      principalArn: '',
      signal: new AbortController().signal,
    };
    const again = service.handle('RotateSecret', { ...rotate, ClientRequestToken: token('3') }, context);
    await expect(again).rejects.toThrow(
      "A previous rotation isn't complete. That rotation will be reattempted.",
    );
    await clock.advance(0);
    expect(events.at(-1)).toMatchObject({ Step: 'finishSecret', ClientRequestToken: token('2') });
  });

  test('of later only tries the function out', async () => {
    const { call, events, newRotator, clock } = start();
    using _ = newRotator();
    call('RotateSecret', { ...rotate, RotateImmediately: false });
    await clock.advance(0);
    expect(events.map(({ Step }) => Step)).toEqual(['testSecret']);
    expect(call('DescribeSecret', { SecretId }).VersionIdsToStages).toEqual({ [token('1')]: ['AWSCURRENT'] });
    await clock.advance(31 * day);
    expect(call('GetSecretValue', { SecretId }).SecretString).toBe('rotated 2');
  });

  test('ends when it is called off', async () => {
    const { call, events, newRotator, clock } = start({ fails: () => true });
    using _ = newRotator();
    call('RotateSecret', rotate);
    await clock.advance(0);
    expect(events).toHaveLength(1);
    expect(call('CancelRotateSecret', { SecretId }).VersionId).toBe(token('2'));
    await clock.advance(100 * day);
    expect(events).toHaveLength(1);
    expect(call('DescribeSecret', { SecretId })).toMatchObject({ RotationEnabled: false, RotationLambdaARN });
  });

  test('puts values with its own token alone', () => {
    const { call } = start();
    const put = { SecretId, SecretString: 'x', ClientRequestToken: token('4') };
    expect(() => call('PutSecretValue', { ...put, RotationToken: token('9').padEnd(36, '0') })).toThrow(
      /RotationToken/,
    );
  });
});

describe('RotateSecret', () => {
  test('without anybody to carry it out names the option that does', () => {
    const parts = serviceParts();
    const { call } = testService<SecretsmanagerOperations>(secretsManagerService(parts), parts);
    call('CreateSecret', { Name: SecretId, SecretString: 'first', ClientRequestToken: token('1') });
    expect(() => call('RotateSecret', rotate)).toThrow(/--rotation-hook URL/);
    expect(() => call('RotateSecret', { SecretId, ClientRequestToken: token('2') })).toThrow(
      'No Lambda rotation function ARN is associated with this secret.',
    );
  });

  test.each([
    [
      { AutomaticallyAfterDays: 1, ScheduleExpression: 'rate(2 days)' },
      'You cannot specify both rotation frequency and schedule expression together.',
    ],
    [{ ScheduleExpression: 'rate(3 hours)' }, 'Rate in hour should be least 4 and less than 24.'],
    [{ ScheduleExpression: 'rate(24 hours)' }, 'Rate in hour should be least 4 and less than 24.'],
    [{ ScheduleExpression: 'rate(0 days)' }, 'Rate in day should be greater than 0 and less than 1000.'],
    [{ ScheduleExpression: 'rate(30 minutes)' }, 'Invalid schedule expression.'],
    [{ ScheduleExpression: 'cron(0 * * * ? *)' }, 'Invalid schedule expression.'],
    [{ ScheduleExpression: 'cron(0 1,8,10 * * ? *)' }, 'Invalid schedule expression.'],
    [{ ScheduleExpression: 'cron(5 8 * * ? *)' }, 'Invalid schedule expression.'],
    [{ ScheduleExpression: 'cron(0 8 * * ? 2027)' }, 'Invalid schedule expression.'],
    [{ ScheduleExpression: 'cron(0 25 * * ? *)' }, 'Invalid schedule expression.'],
    [{ ScheduleExpression: 'at(2030)' }, 'Invalid schedule expression.'],
    [
      { ScheduleExpression: 'rate(4 hours)', Duration: '5h' },
      'Duration cannot be greater than Rate in hour.',
    ],
    [
      { ScheduleExpression: 'cron(0 22 * * ? *)', Duration: '3h' },
      'Starting hour and duration must be within a day.',
    ],
    [{ AutomaticallyAfterDays: 1, Duration: '25h' }, 'Duration must be at least 1 hour, at most 24 hour.'],
  ])('refuses the rules %j', (RotationRules, message) => {
    const { call } = start();
    expect(() => call('RotateSecret', { ...rotate, RotationRules })).toThrow(message);
    expect(call('DescribeSecret', { SecretId }).RotationEnabled).toBeUndefined();
  });

  test.each([
    ['cron(0 8 1 * ? *)', undefined, '2026-01-01T23:59:59.000Z'],
    ['cron(0 8 1 * ? *)', '3h', '2026-01-01T11:00:00.000Z'],
    ['cron(0 0/8 * * ? *)', undefined, '2026-01-01T09:00:00.000Z'],
    ['rate(10 days)', undefined, '2026-01-11T23:59:59.000Z'],
    ['rate(6 hours)', '2h', '2026-01-01T08:00:00.000Z'],
  ])('by %s, in a window of %s', (ScheduleExpression, Duration, expected) => {
    const { call } = start();
    const RotationRules = { ScheduleExpression, ...(Duration !== undefined && { Duration }) };
    call('RotateSecret', { ...rotate, RotationRules });
    const { NextRotationDate = 0 } = call('DescribeSecret', { SecretId });
    expect(new Date(NextRotationDate * 1000).toISOString()).toBe(expected);
  });
});
