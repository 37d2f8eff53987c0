import { expect, test } from 'vitest';
import { AwsError } from '../aws-error.ts';
import type { ServiceContract } from '../contract/contract.ts';
import { ecsContract } from '../contract/ecs.gen.ts';
import { TextTable } from '../contract/table.ts';
import { queryErrorHeader } from './query-compatible.ts';

const compatible: ServiceContract = {
  ...ecsContract,
  isQueryCompatible: true,
  errors: new TextTable('QueueDoesNotExist {"status":400,"fault":"client","code":"AWS.NonExistentQueue"}\n'),
};
const asked = { 'x-amzn-query-mode': 'true' };
const gone = new AwsError('QueueDoesNotExist', 'no');

test('the code of then, for those who ask a service that had one', () => {
  expect(queryErrorHeader(compatible, asked, gone)).toEqual({
    'x-amzn-query-error': 'AWS.NonExistentQueue;Sender',
  });
  const fault = new AwsError('Broken', 'no', { fault: 'server' });
  expect(queryErrorHeader(compatible, asked, fault)).toEqual({ 'x-amzn-query-error': 'Broken;Receiver' });
});

test('nothing for all others', () => {
  expect(queryErrorHeader(compatible, {}, gone)).toEqual({});
  expect(queryErrorHeader(ecsContract, asked, gone)).toEqual({});
  expect(queryErrorHeader(compatible, asked, new Error('defect'))).toEqual({});
});
