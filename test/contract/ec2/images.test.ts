import { DescribeImagesCommand, EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import { clientOptions } from '../../support/aws-clients.ts';
import { startTestLongshore } from '../../support/longshore.ts';

test('the image that the public parameter names is one of EC2, and can be launched by it', async () => {
  await using longshore = await startTestLongshore();
  const options = clientOptions(longshore);
  const [ec2, ssm] = [new EC2Client(options), new SSMClient(options)];
  const Name = '/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id';
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
  const { Images } = await ec2.send(new DescribeImagesCommand({ ImageIds: [Parameter?.Value ?? ''] }));
  expect(Images?.[0]).toMatchObject({
    Architecture: 'x86_64',
    ImageOwnerAlias: 'amazon',
    Name: expect.stringMatching(/^al2023-ami-ecs-hvm-/),
    State: 'available',
  });
  const run = await ec2.send(
    new RunInstancesCommand({
      ImageId: `resolve:ssm:${Name}`,
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
    }),
  );
  expect(run.Instances?.[0]?.ImageId).toBe(Parameter?.Value);
  ec2.destroy();
  ssm.destroy();
});
