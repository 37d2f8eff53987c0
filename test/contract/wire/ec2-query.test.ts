import * as sdk from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AwsError } from '../../../src/aws/aws-error.ts';
import { ec2Contract } from '../../../src/aws/contract/ec2.gen.ts';
import { ec2ValidationError } from '../../../src/aws/query/ec2-violation.ts';
import { echoService, exchange, serveServices, type TestServer } from '../../support/wire/echo.ts';
import { call, send, signed } from './http.ts';

const ec2 = echoService(ec2Contract, { validationError: ec2ValidationError(ec2Contract) });
let server: TestServer;
let client: sdk.EC2Client;

beforeAll(async () => {
  server = await serveServices([ec2]);
  client = new sdk.EC2Client({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: '111122223333', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  await server[Symbol.asyncDispose]();
});

describe('the SDK and the service see the same of', () => {
  test.each(ec2Contract.operations.names())('%s', async (operation) => {
    const { sent, received, answered, understood } = await exchange(ec2, client, sdk, operation);
    expect(received).toEqual(sent);
    expect(understood).toEqual(answered);
  });
});

test('errors keep code, text, status and id', async () => {
  ec2.nextError = new AwsError('InvalidVpcID.NotFound', "The vpc ID 'vpc-<1>' does not exist");
  await expect(client.send(new sdk.DescribeVpcsCommand())).rejects.toMatchObject({
    name: 'InvalidVpcID.NotFound',
    message: "The vpc ID 'vpc-<1>' does not exist",
    $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
});

const FORM = 'application/x-www-form-urlencoded; charset=utf-8';
const post = (body: string): ReturnType<typeof send> =>
  send(server.endpoint, { method: 'POST', headers: { 'content-type': FORM, ...signed('ec2') }, body });

test('as boto3 sends it', async () => {
  const body =
    'Action=RunInstances&Version=2016-11-15&MinCount=1&MaxCount=1&ImageId=ami-1&UserData=IyEvYmluL3NoCg%3D%3D' +
    '&NetworkInterface.1.DeviceIndex=0&NetworkInterface.1.SecurityGroupId.1=sg-1' +
    '&NetworkInterface.1.SecurityGroupId.2=sg-2&NetworkInterface.1.AssociatePublicIpAddress=true' +
    '&TagSpecification.1.ResourceType=instance&TagSpecification.1.Tag.1.Key=Name' +
    '&TagSpecification.1.Tag.1.Value=a+b%26c&ClientToken=faa0d324-4242-4a26-901d-59b12bd03976';
  expect(await post(body)).toMatchObject({ status: 200 });
  expect(ec2.lastInput).toEqual({
    MinCount: 1,
    MaxCount: 1,
    ImageId: 'ami-1',
    UserData: 'IyEvYmluL3NoCg==',
    NetworkInterfaces: [{ DeviceIndex: 0, Groups: ['sg-1', 'sg-2'], AssociatePublicIpAddress: true }],
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'a b&c' }] }],
    ClientToken: 'faa0d324-4242-4a26-901d-59b12bd03976',
  });
});

test('presigned, and unsigned', async () => {
  const credential = encodeURIComponent('111122223333/20260101/us-east-1/ec2/aws4_request');
  const presigned = `/?Action=DescribeVpcs&Version=2016-11-15&VpcId.1=v&X-Amz-Credential=${credential}&X-Amz-Date=x`;
  expect(await call(server.endpoint, 'GET', presigned)).toMatchObject({ status: 200 });
  expect(ec2.lastInput).toEqual({ VpcIds: ['v'] });
  expect(await call(server.endpoint, 'POST', '/?Action=DescribeVpcs&VpcId.1=w')).toMatchObject({
    status: 200,
  });
  expect(ec2.lastInput).toEqual({ VpcIds: ['w'] });
  const plain = await call(server.endpoint, 'GET', '/?Action=Dance&Version=2016-11-15');
  expect(plain.body).toContain('The action Dance is not valid for this web service.');
});

test('a version that there is not', async () => {
  expect((await post('Action=DescribeVpcs&Version=2026-01-01')).body).toContain(
    '<Code>NoSuchVersion</Code><Message>The requested version (2026-01-01) of service AmazonEC2 does not exist</Message>',
  );
});

test('a signature that names nobody', async () => {
  const headers = { 'content-type': FORM, ...signed('elasticloadbalancing') };
  const body = 'Action=DescribeVpcs&Version=2016-11-15';
  expect(await send(server.endpoint, { method: 'POST', headers, body })).toMatchObject({
    status: 400,
    body: expect.stringContaining('<Code>InvalidAction</Code>'),
  });
});
