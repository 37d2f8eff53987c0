import {
  CreateClusterCommand,
  ECSClient,
  ListClustersCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { expect, test } from 'vitest';
import { type Log, silentLog } from '../../../src/kernel/log.ts';
import { clientOptions } from '../../support/aws-clients.ts';
import { startTestLongshore } from '../../support/longshore.ts';
import { account, allow, assume, makeRole, trusting } from './caller.ts';

/** Keeps what is warned of. */
function keepingLog(): {
  readonly log: Log;
  readonly warnings: { readonly fields: unknown; readonly text: string }[];
} {
  const warnings: { fields: unknown; text: string }[] = [];
  return { warnings, log: { ...silentLog, warn: (fields, text) => void warnings.push({ fields, text }) } };
}

test('what policies deny passes, and is told once, with the statement that would allow it', async () => {
  const { log, warnings } = keepingLog();
  await using longshore = await startTestLongshore({ iam: 'soft', log });
  const arn = await makeRole(longshore, 'nobody', [allow('s3:*')]);
  const ecs = new ECSClient(await assume(longshore, arn));
  await ecs.send(new ListClustersCommand({}));
  await ecs.send(new ListClustersCommand({}));

  const caller = `arn:aws:sts::${account}:assumed-role/nobody/me`;
  expect(warnings).toEqual([
    {
      fields: {
        caller,
        action: 'ecs:ListClusters',
        resource: '*',
        statement: { Effect: 'Allow', Action: 'ecs:ListClusters', Resource: '*' },
      },
      text: `would be refused by --iam strict: User: ${caller} is not authorized to perform: ecs:ListClusters on resource: * because no identity-based policy allows the ecs:ListClusters action`,
    },
  ]);
  const health = await fetch(`${longshore.longshore.endpoint}/_longshore/health`);
  expect(await health.json()).toMatchObject({ iam: { mode: 'soft', denials: 2 } });
});

test('without it nothing is weighed', async () => {
  const { log, warnings } = keepingLog();
  await using longshore = await startTestLongshore({ log });
  const ecs = new ECSClient(await assume(longshore, `arn:aws:iam::${account}:role/nobody`));
  await ecs.send(new ListClustersCommand({}));
  expect(warnings).toEqual([]);
  const health = await fetch(`${longshore.longshore.endpoint}/_longshore/health`);
  expect(await health.json()).toMatchObject({ iam: { mode: 'off' } });
});

test('a rule starts tasks as its target’s role', async () => {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const warn = (fields: object): void => {
    if ('action' in fields && fields.action === 'ecs:RunTask') resolve(fields);
  };
  await using longshore = await startTestLongshore({ iam: 'soft', log: { ...silentLog, warn } });
  const options = clientOptions(longshore);
  const RoleArn = await makeRole(longshore, 'rule', [], trusting({ Service: 'events.amazonaws.com' }));
  const ecs = new ECSClient(options);
  const { cluster } = await ecs.send(new CreateClusterCommand({ clusterName: 'dev' }));
  const containerDefinitions = [{ name: 'web', image: 'x', memory: 64 }];
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({ family: 'web', containerDefinitions }),
  );
  const events = new EventBridgeClient(options);
  await events.send(new PutRuleCommand({ Name: 'r', EventPattern: '{"source":["app"]}' }));
  const EcsParameters = { TaskDefinitionArn: taskDefinition?.taskDefinitionArn ?? '' };
  const Targets = [{ Id: 't', Arn: cluster?.clusterArn ?? '', RoleArn, EcsParameters }];
  await events.send(new PutTargetsCommand({ Rule: 'r', Targets }));
  const Entries = [{ Source: 'app', DetailType: 'd', Detail: '{}' }];
  await events.send(new PutEventsCommand({ Entries }));
  expect(await promise).toMatchObject({
    caller: expect.stringMatching(/:assumed-role\/rule\/[0-9a-f]{32}$/),
  });
});
