import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { arn, parseArn, partitionOf, roleArn, rootArn } from './arn.ts';

const scope = { partition: 'aws', region: 'eu-west-1', account: '123456789012' };

test.each([
  ['us-east-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['local', 'aws'],
])('%s lies in partition %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});

test('builds and takes apart', () => {
  const text = arn(scope, 'logs', 'log-group:/ecs/web:*');
  expect(text).toBe('arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/web:*');
  expect(parseArn(text)).toEqual({ ...scope, service: 'logs', resource: 'log-group:/ecs/web:*' });
});

test('IAM ARNs have no region', () => {
  expect(rootArn(scope)).toBe('arn:aws:iam::123456789012:root');
  expect(roleArn(scope, 'service-role/x')).toBe('arn:aws:iam::123456789012:role/service-role/x');
  expect(parseArn(rootArn(scope))).toMatchObject({ service: 'iam', region: '', resource: 'root' });
});

test.each([
  '',
  'default',
  'arn:aws:ecs',
  'arn:aws:ecs:eu-west-1:123456789012:',
  'ARN:aws:ecs:a:b:c',
  'arn::ecs:a:b:c',
])('%j is no ARN', (text) => {
  expect(parseArn(text)).toBeUndefined();
});

test('taking apart undoes building', () => {
  const part = fc.stringMatching(/^[a-z0-9-]{1,20}$/);
  fc.assert(
    fc.property(
      part,
      part,
      part,
      part,
      fc.stringMatching(/^[\w:/.*-]{1,60}$/),
      (partition, service, region, account, resource) => {
        const text = arn({ partition, region, account }, service, resource);
        expect(parseArn(text)).toEqual({ partition, service, region, account, resource });
      },
    ),
  );
});
