import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { AwsError } from '../aws/aws-error.ts';
import type { ServiceContract } from '../aws/contract/contract.ts';
import { ecsContract } from '../aws/contract/ecs.gen.ts';
import { schedulerContract } from '../aws/contract/scheduler.gen.ts';
import type { Service } from '../aws/service.ts';
import { wiresOf } from './wire-of.ts';

const serviceOf = (contract: ServiceContract): Service => ({
  name: contract.signingName,
  contract,
  handle: () => ({}),
  validationError: (_, message) => new AwsError('ValidationException', message),
});

const scheduler = serviceOf(schedulerContract);
const { wireOf, restServiceOf } = wiresOf([serviceOf(ecsContract), scheduler]);

const signed = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=b`;

function request(method: string, url: string, headers: Readonly<Record<string, string>>): IncomingMessage {
  return Object.assign(new IncomingMessage(new Socket()), { method, url, headers });
}

const form = 'application/x-www-form-urlencoded; charset=utf-8';
const presigned = 'X-Amz-Credential=a%2F20260101%2Fus-east-1%2Fs3%2Faws4_request';

test.each([
  ['plain', 'POST', '/', { 'x-amz-target': 'A.B', authorization: signed('ecs') }],
  ['plain', 'POST', '/', { 'x-amz-target': 'A.B', 'content-type': form }],
  ['plain', 'GET', '/', {}],
  ['plain', 'GET', '/v2/', {}],
  ['plain', 'GET', '/_longshore/health', { host: 'longshore.localhost:4566' }],
  ['plain', 'GET', '/', { authorization: 'Basic YTpi' }],
  ['plain', 'GET', '/_longshore/tasks/watch?arn=Action', {}],
  ['query', 'POST', '/', { 'content-type': form, authorization: signed('sts') }],
  ['query', 'POST', '/', { 'content-type': form }],
  ['query', 'POST', '/?Action=GetCallerIdentity', {}],
  ['plain', 'PUT', '/?Action=GetCallerIdentity', {}],
  ['query', 'GET', '/?Action=GetCallerIdentity&Version=2011-06-15', {}],
  [
    'cbor',
    'POST',
    '/service/A/operation/B',
    { 'smithy-protocol': 'rpc-v2-cbor', authorization: signed('a') },
  ],
  ['plain', 'POST', '/service/A/operation/B', { 'smithy-protocol': 'rpc-v9', authorization: signed('a') }],
  ['rest', 'GET', '/', { authorization: signed('scheduler') }],
  ['rest', 'GET', '/schedules', { authorization: signed('scheduler') }],
  ['rest', 'GET', '/schedules', { host: 'scheduler.localhost:4566' }],
  ['rest', 'GET', '/schedules', { host: 'scheduler.eu-west-1.localhost' }],
  ['rest', 'GET', `/schedules?${presigned.replace('s3', 'scheduler')}&X-Amz-Signature=c`, {}],
  ['plain', 'GET', '/schedules', {}],
  ['plain', 'GET', '/schedules', { authorization: signed('ecs') }],
  ['plain', 'GET', '/schedules', { host: 'x.scheduler.localhost' }],
  ['plain', 'POST', '/', { 'x-amz-target': 'A.B', authorization: signed('scheduler') }],
  ['s3', 'GET', '/', { authorization: signed('s3'), host: 'scheduler.localhost' }],
  ['s3', 'GET', '/', { authorization: signed('s3') }],
  ['s3', 'PUT', '/b/k', { authorization: signed('s3'), 'content-type': form }],
  ['s3', 'GET', '/v2/x', { authorization: signed('s3') }],
  ['s3', 'GET', `/b/k?${presigned}&X-Amz-Signature=c`, {}],
  ['s3', 'GET', '/b/k?AWSAccessKeyId=a&Signature=b&Expires=1', {}],
  ['s3', 'GET', '/k', { host: 'b.s3.localhost:4566' }],
  ['s3', 'POST', '/b', { 'content-type': 'multipart/form-data; boundary=x' }],
  ['plain', 'POST', '/_longshore/x', { 'content-type': 'multipart/form-data; boundary=x' }],
  ['s3', 'GET', '/b/k', { host: 's3.eu-west-1.localhost' }],
])('%s: %s %s %j', (wire, method, url, headers) => {
  expect(wireOf(request(method, url, headers))).toBe(wire);
});

test('the signature goes before the name of the host', () => {
  const host = 'scheduler.localhost';
  expect(restServiceOf(request('GET', '/', { host }))).toBe(scheduler);
  expect(restServiceOf(request('GET', '/', { host, authorization: signed('ecs') }))).toBeUndefined();
});
