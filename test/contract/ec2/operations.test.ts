import * as sdk from '@aws-sdk/client-ec2';
import { CreateInstanceProfileCommand, IAMClient } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { ec2Contract } from '../../../src/aws/contract/ec2.gen.ts';
import { clientOptions } from '../../support/aws-clients.ts';
import { everyOperation } from '../../support/ec2-scenario.ts';
import { startTestLongshore } from '../../support/longshore.ts';

const commands = sdk as unknown as Record<string, new (input: unknown) => never>;

test('every operation answers the real client', async () => {
  await using longshore = await startTestLongshore();
  const options = clientOptions(longshore);
  const ec2 = new sdk.EC2Client(options);
  const iam = new IAMClient(options);
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'ecsInstanceRole' }));
  const called = new Set<string>();
  await everyOperation({
    async call(operation, input) {
      const Command = commands[`${operation}Command`];
      if (Command === undefined) throw new Error(`the client has no ${operation}`);
      const output = await ec2.send(new Command(input));
      called.add(operation);
      return output as never;
    },
    // Everything that is pending is an instance; what is stopped or terminated is at rest.
    async settle() {
      for (;;) {
        const { Reservations = [] } = await ec2.send(new sdk.DescribeInstancesCommand({}));
        const states = Reservations.flatMap(({ Instances = [] }) =>
          Instances.map(({ State }) => State?.Name),
        );
        if (!states.some((state) => state === 'pending' || state === 'stopping')) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    // The client takes bytes.
    blob: (text) => Buffer.from(text) as unknown as string,
  });
  expect([...called].sort()).toEqual([...ec2Contract.operations.names()].sort());
  ec2.destroy();
  iam.destroy();
});
