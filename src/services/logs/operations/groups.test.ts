import { describe, expect, test } from 'vitest';

import { errorOf } from '../../../../test/support/ecs.ts';
import { testLogs, type TestLogs } from '../../../../test/support/logs.ts';

const withGroups = (...names: string[]): TestLogs => {
  const logs = testLogs();
  for (const logGroupName of names) logs.call('CreateLogGroup', { logGroupName });
  return logs;
};

test('a group is described with both of its ARNs', () => {
  using logs = withGroups('/ecs/web');
  expect(logs.call('DescribeLogGroups', {}).logGroups).toEqual([
    {
      logGroupName: '/ecs/web',
      creationTime: logs.clock.now(),
      metricFilterCount: 0,
      arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/ecs/web:*',
      logGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/ecs/web',
      storedBytes: 0,
      logGroupClass: 'STANDARD',
      deletionProtectionEnabled: false,
    },
  ]);
});

test('groups are found by prefix, by pattern, and page by page', () => {
  using logs = withGroups('b/api', 'a', 'b/web', 'c-api');
  const names = (input: object): unknown =>
    logs.call('DescribeLogGroups', input).logGroups?.map(({ logGroupName }) => logGroupName);
  expect(names({})).toEqual(['a', 'b/api', 'b/web', 'c-api']);
  expect(names({ logGroupNamePrefix: 'b/' })).toEqual(['b/api', 'b/web']);
  expect(names({ logGroupNamePattern: 'api' })).toEqual(['b/api', 'c-api']);
  expect(names({ logGroupIdentifiers: ['c-api', 'none'] })).toEqual(['c-api']);
  const first = logs.call('DescribeLogGroups', { limit: 3 });
  expect(first.logGroups).toHaveLength(3);
  expect(names({ limit: 3, nextToken: first.nextToken })).toEqual(['c-api']);
  expect(errorOf(() => names({ nextToken: 'x' }))).toEqual({
    code: 'InvalidParameterException',
    message: 'The specified nextToken is invalid.',
  });
  expect(logs.call('ListLogGroups', { logGroupNamePattern: '^b/w|api' }).logGroups).toMatchObject([
    { logGroupName: 'b/api' },
    { logGroupName: 'b/web' },
    { logGroupName: 'c-api' },
  ]);
});

describe('refusals', () => {
  test('a name that is taken, and one that there is not', () => {
    using logs = withGroups('a');
    expect(errorOf(() => logs.call('CreateLogGroup', { logGroupName: 'a' }))).toEqual({
      code: 'ResourceAlreadyExistsException',
      message: 'The specified log group already exists',
    });
    expect(errorOf(() => logs.call('DeleteLogGroup', { logGroupName: 'b' }))).toEqual({
      code: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    });
  });

  test('names that AWS does not take', () => {
    using logs = testLogs();
    expect(errorOf(() => logs.call('CreateLogGroup', { logGroupName: 'a b' }))).toMatchObject({
      code: 'InvalidParameterException',
      message: expect.stringContaining('validation error detected'),
    });
  });

  test('names that are for AWS, and keys that nothing here could use', () => {
    using logs = testLogs();
    expect(errorOf(() => logs.call('CreateLogGroup', { logGroupName: 'aws/mine' })).message).toBe(
      'Log groups starting with AWS/ are reserved for AWS.',
    );
    const kmsKeyId = 'arn:aws:kms:us-east-1:000000000000:key/1';
    expect(errorOf(() => logs.call('CreateLogGroup', { logGroupName: 'a', kmsKeyId })).message).toContain(
      'kmsKeyId is not supported',
    );
  });

  test('what is not implemented', () => {
    using logs = withGroups('a');
    expect(errorOf(() => logs.send('PutRetentionPolicy', { logGroupName: 'a', retentionInDays: 2 }))).toEqual(
      {
        code: 'InvalidParameterException',
        message:
          "1 validation error detected: Value '2' at 'retentionInDays' failed to satisfy constraint: Member must " +
          'satisfy enum value set: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, ' +
          '2192, 2557, 2922, 3288, 3653]',
      },
    );
    expect(
      errorOf(() => logs.send('PutDestination', { destinationName: 'd', targetArn: 't', roleArn: 'r' })).code,
    ).toBe('InvalidParameterException');
  });

  test('a group that is protected is not deleted', () => {
    using logs = withGroups('a');
    logs.call('PutLogGroupDeletionProtection', { logGroupIdentifier: 'a', deletionProtectionEnabled: true });
    expect(errorOf(() => logs.call('DeleteLogGroup', { logGroupName: 'a' })).code).toBe(
      'ValidationException',
    );
    logs.call('PutLogGroupDeletionProtection', { logGroupIdentifier: 'a', deletionProtectionEnabled: false });
    logs.call('DeleteLogGroup', { logGroupName: 'a' });
  });
});

test('tags of the old and the new operations are the same', () => {
  using logs = testLogs();
  logs.call('CreateLogGroup', { logGroupName: 'a', tags: { one: '1' } });
  const resourceArn = 'arn:aws:logs:us-east-1:000000000000:log-group:a';
  logs.call('TagLogGroup', { logGroupName: 'a', tags: { two: '2' } });
  logs.call('TagResource', { resourceArn, tags: { three: '3', one: 'I' } });
  expect(logs.call('ListTagsForResource', { resourceArn }).tags).toEqual({ one: 'I', two: '2', three: '3' });
  logs.call('UntagLogGroup', { logGroupName: 'a', tags: ['one'] });
  logs.call('UntagResource', { resourceArn, tagKeys: ['two'] });
  expect(logs.call('ListTagsLogGroup', { logGroupName: 'a' }).tags).toEqual({ three: '3' });
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, '']));
  expect(errorOf(() => logs.call('TagResource', { resourceArn, tags: many })).code).toBe(
    'TooManyTagsException',
  );
  expect(errorOf(() => logs.call('TagLogGroup', { logGroupName: 'a', tags: { 'aws:x': '' } })).code).toBe(
    'InvalidParameterException',
  );
  const elsewhere = 'arn:aws:logs:eu-west-1:000000000000:log-group:a';
  expect(errorOf(() => logs.call('ListTagsForResource', { resourceArn: elsewhere })).code).toBe(
    'ResourceNotFoundException',
  );
});
