import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import { type Log, silentLog } from '../../../src/kernel/log.ts';
import { startTestLongshore } from '../../support/longshore.ts';
import { account, allow, assume, makeRole } from './caller.ts';

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
