import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ec2Contract } from '../../../src/aws/contract/ec2.gen.ts';
import { ecsContract } from '../../../src/aws/contract/ecs.gen.ts';
import { schedulerContract } from '../../../src/aws/contract/scheduler.gen.ts';
import { listening } from '../../support/wire/listening.ts';
import { echoService, serveServices, type TestServer } from '../../support/wire/echo.ts';
import { send, signed } from './http.ts';

/** A gateway that another server hands requests to, as the tasks' door does, which cuts a path off before. */
const echoes = [echoService(ecsContract), echoService(ec2Contract), echoService(schedulerContract)];
const door = createServer((request, response) => {
  request.url = request.url?.replace(/^\/aws/, '');
  void server.gateway.serve(request, response);
});
let server: TestServer;
let endpoint: string;

beforeAll(async () => {
  server = await serveServices(echoes);
  endpoint = await listening(door);
});
afterAll(async () => {
  door.close();
  await server[Symbol.asyncDispose]();
});

const FORM = 'application/x-www-form-urlencoded';

test.each([
  [
    'POST',
    '/aws/',
    { 'content-type': FORM, ...signed('ec2') },
    'Action=DescribeVpcs',
    'text/xml;charset=UTF-8',
  ],
  ['GET', '/aws/schedules', signed('scheduler'), '', 'application/json'],
  [
    'POST',
    `/aws/service/${ecsContract.targetPrefix}/operation/ListClusters`,
    { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' },
    '',
    'application/cbor',
  ],
])('%s %s', async (method, path, headers, body, type) => {
  expect(await send(endpoint, { method, path, headers: { ...headers }, body })).toMatchObject({
    status: 200,
    headers: { 'content-type': type },
  });
});
