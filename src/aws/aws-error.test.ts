import { expect, test } from 'vitest';
import { AwsError } from './aws-error.ts';

test('a client fault is 400 and carries the class as its name', () => {
  const error = new AwsError('ClusterNotFoundException', 'Cluster not found.');
  expect(error).toMatchObject({
    name: 'ClusterNotFoundException',
    httpStatus: 400,
    fault: 'client',
    members: {},
  });
  expect(String(error)).toBe('ClusterNotFoundException: Cluster not found.');
});

test('a server fault is 500, a given status wins', () => {
  expect(new AwsError('ServerException', 'x', { fault: 'server' }).httpStatus).toBe(500);
  expect(new AwsError('AccessDeniedException', 'x', { httpStatus: 403 }).httpStatus).toBe(403);
});

test('keeps its cause', () => {
  const cause = new Error('why');
  expect(new AwsError('ServerException', 'x', { cause }).cause).toBe(cause);
  expect('cause' in new AwsError('ServerException', 'x')).toBe(false);
});
