import { describe, expect, test } from 'vitest';
import { ecrContract } from '../contract/ecr.gen.ts';
import { ecsContract } from '../contract/ecs.gen.ts';
import { eventsContract } from '../contract/events.gen.ts';
import { iamContract } from '../contract/iam.gen.ts';
import { logsContract } from '../contract/logs.gen.ts';
import { s3Contract } from '../contract/s3.gen.ts';
import { secretsmanagerContract } from '../contract/secretsmanager.gen.ts';
import { ssmContract } from '../contract/ssm.gen.ts';
import { stsContract } from '../contract/sts.gen.ts';
import { javaPattern } from './java-pattern.ts';

describe('a pattern of a model', () => {
  test.each([
    ['arn:aws([a-z]|\\-)*:events', 'arn:aws-cn:events', true],
    ['arn:aws([a-z]|\\-)*:events', 'arn:aws_cn:events', false],
    ['[\\w-.]+', 'a-b.c', true],
    ['(?i)all|[0-9]{2}', 'ALL', true],
    ['(?i)all|[0-9]{2}', '123', false],
    ['[\\p{L}]+', 'é', true],
  ])('%s for %s', (pattern, text, isMatch) => {
    expect(javaPattern(pattern).test(text)).toBe(isMatch);
  });

  test.each([
    ecrContract,
    ecsContract,
    eventsContract,
    iamContract,
    logsContract,
    s3Contract,
    secretsmanagerContract,
    ssmContract,
    stsContract,
  ])('compiles, every one of $serviceId', ({ shapes }) => {
    const patterns = shapes.names().flatMap((name) => {
      const shape = shapes.get(name);
      return shape?.kind === 'string' && shape.pattern !== undefined ? [shape.pattern] : [];
    });
    expect(patterns.map(javaPattern)).toHaveLength(patterns.length);
  });
});
