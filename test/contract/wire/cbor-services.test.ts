import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ecr from '@aws-sdk/client-ecr';
import * as ecs from '@aws-sdk/client-ecs';
import * as events from '@aws-sdk/client-eventbridge';
import * as kms from '@aws-sdk/client-kms';
import * as secrets from '@aws-sdk/client-secrets-manager';
import * as ssm from '@aws-sdk/client-ssm';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ecrContract } from '../../../src/aws/contract/ecr.gen.ts';
import { ecsContract } from '../../../src/aws/contract/ecs.gen.ts';
import { eventsContract } from '../../../src/aws/contract/events.gen.ts';
import { kmsContract } from '../../../src/aws/contract/kms.gen.ts';
import { logsContract } from '../../../src/aws/contract/logs.gen.ts';
import { secretsmanagerContract } from '../../../src/aws/contract/secretsmanager.gen.ts';
import { ssmContract } from '../../../src/aws/contract/ssm.gen.ts';
import { echoService, exchange, serveServices, type TestServer } from '../../support/wire/echo.ts';

/** Every operation of every awsJson service, by the SDK's client with the newer protocol. */
const services = [
  { contract: ecsContract, sdk: { ...ecs }, Client: ecs.ECSClient },
  { contract: ecrContract, sdk: { ...ecr }, Client: ecr.ECRClient },
  { contract: kmsContract, sdk: { ...kms }, Client: kms.KMSClient },
  { contract: secretsmanagerContract, sdk: { ...secrets }, Client: secrets.SecretsManagerClient },
  { contract: ssmContract, sdk: { ...ssm }, Client: ssm.SSMClient },
  { contract: eventsContract, sdk: { ...events }, Client: events.EventBridgeClient },
  { contract: logsContract, sdk: { ...logs }, Client: logs.CloudWatchLogsClient },
].map((service) => ({
  ...service,
  name: service.contract.serviceId,
  echo: echoService(service.contract),
}));

let server: TestServer;
beforeAll(async () => {
  server = await serveServices(services.map(({ echo }) => echo));
});
afterAll(() => server[Symbol.asyncDispose]());

/** Two answer with streams of events; the third has a member that the SDK makes a part of the host's name. */
const apart = ['StartLiveTail', 'GetLogObject', 'PutEvents'];

test.each(services)(
  '$name: the SDK and the service see the same',
  async ({ contract, sdk, Client, echo }) => {
    const client = new Client({
      endpoint: server.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: '111122223333', secretAccessKey: 'test' },
      maxAttempts: 1,
      disableHostPrefix: true,
      protocol: SmithyRpcV2CborProtocol,
    });
    for (const operation of contract.operations.names().filter((name) => !apart.includes(name))) {
      const { sent, received, answered, understood } = await exchange(echo, client, sdk, operation);
      expect(received, operation).toEqual(sent);
      expect(understood, operation).toEqual(answered);
    }
    client.destroy();
  },
);
