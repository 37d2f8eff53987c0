import { expect, test } from 'vitest';
import { AwsError } from '../aws-error.ts';
import { encodeError, encodeSuccess, header, jsonVersion, readTarget } from './json-protocol.ts';
import { serializationError } from '../protocol-errors.ts';

const ID = '5f9c2a2e-0000-4000-8000-000000000000';

test.each([
  ['application/x-amz-json-1.1', '1.1'],
  ['application/x-amz-json-1.1; charset=utf-8', '1.1'],
  ['Application/X-Amz-Json-1.0', '1.0'],
  ['application/json', undefined],
  ['', undefined],
  [undefined, undefined],
])('content type %j is awsJson %s', (type, version) => {
  expect(jsonVersion({ 'content-type': type })).toBe(version);
});

test('the first of repeated headers counts', () => {
  expect(header({ host: ['a', 'b'] }, 'host')).toBe('a');
});

test('reads the target', () => {
  expect(readTarget({ 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListTasks' })).toEqual({
    prefix: 'AmazonEC2ContainerServiceV20141113',
    operation: 'ListTasks',
  });
});

test.each([undefined, '', 'ListTasks', '.ListTasks', 'X.'])('the target %j is none', (target) => {
  expect(() => readTarget({ 'x-amz-target': target })).toThrow(
    expect.objectContaining({ code: 'UnknownOperationException' }),
  );
});

test('success', () => {
  expect(encodeSuccess({ a: 1, b: undefined }, ID, '1.1')).toEqual({
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': ID },
    body: '{"a":1}',
  });
  expect(encodeSuccess({}, ID, '1.0').body).toBe('{}');
  expect(encodeSuccess(undefined, ID, '1.0').body).toBe('');
});

test('an error shows its class, its text and its members', () => {
  const members = { resourceIds: ['arn:1'] };
  const { status, body } = encodeError(new AwsError('ConflictException', 'no', { members }), ID, '1.1');
  expect(status).toBe(400);
  expect(JSON.parse(body)).toEqual({ __type: 'ConflictException', message: 'no', resourceIds: ['arn:1'] });
});

test('the framework writes Message', () => {
  expect(encodeError(serializationError('x'), ID, '1.1').body).toBe(
    '{"__type":"SerializationException","Message":"x"}',
  );
});

test('a defect does not leak', () => {
  const { status, body } = encodeError(new TypeError("Cannot read '/home/me/secret'"), ID, '1.1');
  expect(status).toBe(500);
  expect(body).not.toContain('secret');
  expect(JSON.parse(body)).toMatchObject({ __type: 'ServerException' });
});
