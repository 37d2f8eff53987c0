import { expect, test } from 'vitest';
import { Ec2Bench } from '../../../test/support/ec2.ts';
import { everyOperation } from '../../../test/support/ec2-scenario.ts';
import { ec2Contract } from '../../aws/contract/ec2.gen.ts';
import { operations } from './operations/index.ts';
import { slowOperations } from './operations/slow.ts';

test('every operation that has tables is implemented', () => {
  expect([...Object.keys(operations), ...Object.keys(slowOperations)].sort()).toEqual(
    [...ec2Contract.operations.names()].sort(),
  );
});

test('every operation answers what its model says', async () => {
  using ec2 = new Ec2Bench();
  await everyOperation({
    call: (operation, input) => ec2.callSlow(operation, input),
    settle: () => ec2.clock.advance(2000),
    blob: (text) => Buffer.from(text).toString('base64'),
  });
  expect([...ec2.called].sort()).toEqual([...ec2Contract.operations.names()].sort());
});
