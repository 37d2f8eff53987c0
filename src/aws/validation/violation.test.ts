import { expect, test } from 'vitest';

import { ecrContract } from '../contract/ecr.gen.ts';
import { ecsContract } from '../contract/ecs.gen.ts';
import { eventsContract } from '../contract/events.gen.ts';
import { iamContract } from '../contract/iam.gen.ts';
import { logsContract } from '../contract/logs.gen.ts';
import { s3Contract } from '../contract/s3.gen.ts';
import { secretsmanagerContract } from '../contract/secretsmanager.gen.ts';
import { ssmContract } from '../contract/ssm.gen.ts';
import { stsContract } from '../contract/sts.gen.ts';
import { stringViolations } from './violation.ts';

const contracts = [
  ecrContract,
  ecsContract,
  eventsContract,
  iamContract,
  logsContract,
  s3Contract,
  secretsmanagerContract,
  ssmContract,
  stsContract,
];

test.each(contracts)('every pattern of $serviceId can be checked', (contract) => {
  for (const name of contract.shapes.names()) {
    const shape = contract.shapes.get(name);
    if (shape?.kind === 'string') expect(() => stringViolations(shape, 'a', 'member')).not.toThrow();
  }
});

test.each([
  [String.raw`^\!?[a-z\=]*$`, '!a=', 'A'],
  ['(?i)all|[0-9]{2}', 'ALL', 'none'],
  [String.raw`\p{L}+`, 'é', '1'],
  ['.', '\u{1F600}', 'ab'],
])('%s takes %s and refuses %s', (pattern, good, bad) => {
  const shape = { kind: 'string', pattern } as const;
  expect(stringViolations(shape, good, 'member')).toEqual([]);
  expect(stringViolations(shape, bad, 'member')).toHaveLength(1);
});
