import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ecsContract } from '../../../src/aws/contract/ecs.gen.ts';
import { ec2Contract } from '../../../src/aws/contract/ec2.gen.ts';
import { iamContract } from '../../../src/aws/contract/iam.gen.ts';
import { secretsmanagerContract } from '../../../src/aws/contract/secretsmanager.gen.ts';
import { stsContract } from '../../../src/aws/contract/sts.gen.ts';
import { echoService, serveServices, type TestServer } from '../../support/wire/echo.ts';
import { send, signed } from './http.ts';

/** What is refused before a service sees it, in the form that its clients read. */
const contracts = [ecsContract, ec2Contract, iamContract, secretsmanagerContract, stsContract];
let server: TestServer;
beforeAll(async () => {
  server = await serveServices(contracts.map((contract) => echoService(contract)));
});
afterAll(() => server[Symbol.asyncDispose]());

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('a body that is too large', () => {
  const body = `Action=X&Padding=${'x'.repeat(1024 * 1024)}`;

  test.each([
    [
      'ec2',
      /^<\?xml.*<Response><Errors><Error><Code>RequestEntityTooLarge<\/Code><Message>The request body/s,
    ],
    ['sts', /<ErrorResponse xmlns="https:\/\/sts.*<Type>Sender<\/Type><Code>RequestEntityTooLarge<\/Code>/s],
  ])('of %s, told beforehand and not', async (service, told) => {
    const headers = { ...form, ...signed(service) };
    const answer = await send(server.endpoint, { method: 'POST', headers, body });
    expect(answer.status).toBe(413);
    expect(answer.body).toMatch(told);

    const sent = request(server.endpoint, {
      method: 'POST',
      headers: { ...headers, 'transfer-encoding': 'chunked' },
    });
    // The answer comes before all has been taken.
    sent.on('error', () => undefined);
    sent.end(body);
    const [response] = await once(sent, 'response');
    expect(response.statusCode).toBe(413);
    expect(await text(response)).toMatch(told);
  });
});

describe('an operation that AWS has and Longshore knows nothing of', () => {
  const unlisted = (contract: { readonly unlisted?: string }): string =>
    contract.unlisted?.split(' ')[0] ?? 'none';

  test.each([
    [ec2Contract, 'UnsupportedOperation'],
    [iamContract, 'InvalidAction'],
    [stsContract, 'InvalidAction'],
  ])('$0.serviceId', async (contract, code) => {
    const operation = unlisted(contract);
    const body = `Action=${operation}&Version=${contract.apiVersion}`;
    const headers = { ...form, ...signed(contract.signingName) };
    const answer = await send(server.endpoint, { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
    expect(answer.body).toContain(
      `<Code>${code}</Code><Message>${operation} is not implemented by this version of Longshore.</Message>`,
    );
  });

  test('in JSON and cbor', async () => {
    const operation = unlisted(secretsmanagerContract);
    const message = `${operation} is not implemented by this version of Longshore.`;
    const { targetPrefix = '' } = secretsmanagerContract;
    const json = await send(server.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `${targetPrefix}.${operation}`,
      },
      body: '{}',
    });
    expect(JSON.parse(json.body)).toEqual({ __type: 'UnknownOperationException', message });
    const cbor = await send(server.endpoint, {
      method: 'POST',
      path: `/service/${targetPrefix}/operation/${operation}`,
      headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' },
    });
    expect(cbor.body).toContain(message);
  });
});
