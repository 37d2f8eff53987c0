import { expect, test } from 'vitest';
import { Ec2Bench } from '../../../test/support/ec2.ts';
import { imageId } from '../../aws/images/ami.ts';
import { publicImages } from '../../aws/images/public-images.ts';
import type { Instance } from '../../aws/contract/ec2.types.gen.ts';

const imageFor = (architecture: string): string =>
  imageId(
    'us-east-1',
    publicImages().find((image) => image.kind === 'ecs' && image.architecture === architecture)?.name ?? '',
  );
const [intel, arm] = [imageFor('x86_64'), imageFor('arm64')];
const one = { MinCount: 1, MaxCount: 1 };

function only(ec2: Ec2Bench, InstanceId: string): Instance | undefined {
  return ec2.call('DescribeInstances', { InstanceIds: [InstanceId] }).Reservations?.[0]?.Instances?.[0];
}

test('instances go from state to state by the clock, and are forgotten an hour after their end', async () => {
  using ec2 = new Ec2Bench();
  const { Instances } = ec2.call('RunInstances', {
    ...one,
    MaxCount: 2,
    ImageId: intel,
    InstanceType: 't3.micro',
  });
  expect(Instances?.map(({ AmiLaunchIndex }) => AmiLaunchIndex)).toEqual([0, 1]);
  const InstanceIds = Instances?.map(({ InstanceId = '' }) => InstanceId) ?? [];
  const [first = '', second = ''] = InstanceIds;
  const states = (): unknown =>
    ec2
      .call('DescribeInstances', {})
      .Reservations?.flatMap(({ Instances: all = [] }) =>
        all.map(({ State }) => `${State?.Code} ${State?.Name}`),
      );
  expect(states()).toEqual(['0 pending', '0 pending']);
  await ec2.clock.advance(1000);
  expect(states()).toEqual(['16 running', '16 running']);
  const before = only(ec2, first);
  expect(before?.PublicIpAddress).toMatch(/^(203\.0\.113|198\.51\.100|192\.0\.2)\.\d+$/);
  ec2.call('StopInstances', { InstanceIds: [first] });
  await ec2.clock.advance(1000);
  expect(only(ec2, first)).toMatchObject({
    State: { Name: 'stopped' },
    StateTransitionReason: 'User initiated (2026-01-01 00:00:01 GMT)',
    PrivateIpAddress: before?.PrivateIpAddress,
  });
  expect(only(ec2, first)?.PublicIpAddress).toBeUndefined();
  ec2.call('StartInstances', { InstanceIds: [first] });
  expect(only(ec2, first)?.PublicIpAddress).toBeDefined();
  expect(ec2.call('TerminateInstances', { InstanceIds: [second] }).TerminatingInstances).toEqual([
    {
      InstanceId: second,
      PreviousState: { Code: 16, Name: 'running' },
      CurrentState: { Code: 32, Name: 'shutting-down' },
    },
  ]);
  expect(ec2.fail('StartInstances', { InstanceIds: [second] })).toBe(
    `IncorrectInstanceState: The instance '${second}' is not in a state from which it can be started.`,
  );
  await ec2.clock.advance(60 * 60 * 1000 + 1);
  expect(ec2.fail('DescribeInstances', { InstanceIds: [second] })).toBe(
    `InvalidInstanceID.NotFound: The instance ID '${second}' does not exist`,
  );
});

test('what was made for an instance goes with it, what was there before stays', () => {
  using ec2 = new Ec2Bench();
  const [subnet] = ec2.call('DescribeSubnets', {}).Subnets ?? [];
  const own = ec2.call('CreateNetworkInterface', { SubnetId: subnet?.SubnetId ?? '' }).NetworkInterface;
  const NetworkInterfaceId = own?.NetworkInterfaceId ?? '';
  const { Instances } = ec2.call('RunInstances', {
    ...one,
    ImageId: intel,
    InstanceType: 't3.micro',
    NetworkInterfaces: [
      { DeviceIndex: 0, NetworkInterfaceId },
      { DeviceIndex: 1, SubnetId: subnet?.SubnetId, Description: 'second' },
    ],
    BlockDeviceMappings: [{ DeviceName: '/dev/sdb', Ebs: { VolumeSize: 10, DeleteOnTermination: false } }],
  });
  const [instance] = Instances ?? [];
  expect(instance?.NetworkInterfaces?.map(({ Attachment }) => Attachment?.DeviceIndex)).toEqual([0, 1]);
  expect(instance?.PrivateIpAddress).toBe(own?.PrivateIpAddress);
  expect(ec2.call('DescribeVolumes', {}).Volumes).toHaveLength(2);
  ec2.call('TerminateInstances', { InstanceIds: [instance?.InstanceId ?? ''] });
  expect(ec2.call('DescribeNetworkInterfaces', {}).NetworkInterfaces).toMatchObject([
    { NetworkInterfaceId, Status: 'available' },
  ]);
  expect(ec2.call('DescribeVolumes', {}).Volumes).toMatchObject([
    { Size: 10, State: 'available', Attachments: [] },
  ]);
});

test('a launch template says what is not said at launch, and may name its image by a parameter', () => {
  using ec2 = new Ec2Bench();
  const LaunchTemplateName = 'workers';
  ec2.parameters = { '/image': arm };
  const Tags = [{ Key: 'team', Value: 'a' }];
  ec2.call('CreateLaunchTemplate', {
    LaunchTemplateName,
    LaunchTemplateData: {
      ImageId: 'resolve:ssm:/image',
      InstanceType: 't4g.small',
      EbsOptimized: true,
      TagSpecifications: [{ ResourceType: 'instance', Tags }],
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 100, VolumeType: 'gp3' } }],
    },
  });
  const { Instances } = ec2.call('RunInstances', {
    ...one,
    InstanceType: 't4g.nano',
    LaunchTemplate: { LaunchTemplateName },
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'stage', Value: 'b' }] }],
  });
  expect(Instances?.[0]).toMatchObject({
    ImageId: arm,
    InstanceType: 't4g.nano',
    EbsOptimized: true,
    Tags: [...Tags, { Key: 'stage', Value: 'b' }],
  });
  expect(ec2.call('DescribeVolumes', {}).Volumes).toMatchObject([
    { Size: 100, VolumeType: 'gp3', Iops: 3000, Throughput: 125 },
  ]);
  const aliased = { LaunchTemplateName, Versions: ['$Latest'], ResolveAlias: true };
  const [version] = ec2.call('DescribeLaunchTemplateVersions', aliased).LaunchTemplateVersions ?? [];
  expect(version?.LaunchTemplateData?.ImageId).toBe(arm);
});

test('versions of a launch template are numbered on, and the default one stays', () => {
  using ec2 = new Ec2Bench();
  const LaunchTemplateName = 'workers';
  ec2.call('CreateLaunchTemplate', { LaunchTemplateName, LaunchTemplateData: { InstanceType: 't3.nano' } });
  const newer = (): number | undefined =>
    ec2.call('CreateLaunchTemplateVersion', { LaunchTemplateName, LaunchTemplateData: {} })
      .LaunchTemplateVersion?.VersionNumber;
  expect(newer()).toBe(2);
  const gone = ec2.call('DeleteLaunchTemplateVersions', { LaunchTemplateName, Versions: ['1', '2', '7'] });
  expect(gone.SuccessfullyDeletedLaunchTemplateVersions).toMatchObject([{ VersionNumber: 2 }]);
  expect(
    gone.UnsuccessfullyDeletedLaunchTemplateVersions?.map(({ ResponseError }) => ResponseError?.Code),
  ).toEqual(['unexpectedError', 'launchTemplateVersionDoesNotExist']);
  expect(ec2.call('DescribeLaunchTemplates', {}).LaunchTemplates?.[0]?.LatestVersionNumber).toBe(1);
  expect(newer()).toBe(3);
  expect(ec2.fail('CreateLaunchTemplate', { LaunchTemplateName, LaunchTemplateData: {} })).toBe(
    'InvalidLaunchTemplateName.AlreadyExistsException: Launch template name already in use.',
  );
});

test('refuses launches that AWS refuses', () => {
  using ec2 = new Ec2Bench();
  const launch = { ...one, ImageId: intel, InstanceType: 't3.micro' } as const;
  const [subnet] = ec2.call('DescribeSubnets', {}).Subnets ?? [];
  const SubnetId = subnet?.SubnetId;
  expect([
    ec2.fail('RunInstances', { ...one, InstanceType: 't3.micro' }),
    ec2.fail('RunInstances', { ...launch, ImageId: 'ami-0123456789abcdef0' }),
    ec2.fail('RunInstances', { ...launch, ImageId: 'mine' }),
    ec2.fail('RunInstances', { ...launch, ImageId: arm }),
    ec2.fail('RunInstances', { ...launch, KeyName: 'lost' }),
    ec2.fail('RunInstances', { ...launch, SubnetId, NetworkInterfaces: [{ DeviceIndex: 0 }] }),
    ec2.fail('RunInstances', { ...launch, IamInstanceProfile: { Name: 'nobody' } }),
    ec2.fail('RunInstances', { ...launch, LicenseSpecifications: [{ LicenseConfigurationArn: 'x' }] }),
    ec2.fail('RunInstances', { ...launch, Placement: { GroupName: 'close' } }),
    ec2.fail('RunInstances', {
      ...launch,
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 1 } }],
    }),
    ec2.fail('DescribeInstances', { InstanceIds: ['i-0123456789abcdef0', 'i-0123456789abcdef1'] }),
    ec2.fail('DescribeInstances', { InstanceIds: ['i-0123456789abcdef0'], MaxResults: 5 }),
  ]).toEqual([
    'MissingParameter: The request must contain the parameter ImageId',
    "InvalidAMIID.NotFound: The image id '[ami-0123456789abcdef0]' does not exist",
    'InvalidAMIID.Malformed: Invalid id: "mine" (expecting "ami-...")',
    expect.stringContaining(
      "InvalidParameterValue: The architecture 'x86_64' of the specified instance type does not match",
    ),
    "InvalidKeyPair.NotFound: The key pair 'lost' does not exist",
    'InvalidParameterCombination: Network interfaces and an instance-level subnet ID may not be specified on the same request',
    'InvalidParameterValue: Value (nobody) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name',
    'UnsupportedOperation: The parameter LicenseSpecifications is not supported by this version of Longshore.',
    'UnsupportedOperation: The parameter Placement.GroupName is not supported by this version of Longshore.',
    expect.stringContaining("InvalidBlockDeviceMapping: Volume of size 1GB is smaller than snapshot 'snap-0"),
    "InvalidInstanceID.NotFound: The instance IDs 'i-0123456789abcdef0, i-0123456789abcdef1' do not exist",
    "InvalidInstanceID.NotFound: The instance ID 'i-0123456789abcdef0' does not exist",
  ]);
  // Nothing of a refused launch is left.
  expect(ec2.call('DescribeNetworkInterfaces', {}).NetworkInterfaces).toEqual([]);
});

test('instances are placed by the id of a zone, and not more of them than a quota', () => {
  using ec2 = new Ec2Bench();
  const launch = (given: object): Instance[] =>
    ec2.call('RunInstances', { ...one, ImageId: intel, InstanceType: 't3.micro', ...given }).Instances ?? [];
  const [placed] = launch({ Placement: { AvailabilityZoneId: 'use1-az2' } });
  expect(placed?.Placement?.AvailabilityZone).toBe('us-east-1b');
  expect(() => launch({ Placement: { AvailabilityZoneId: 'use1-az9' } })).toThrow(
    'Invalid availability zone-id',
  );
  expect(launch({ MaxCount: 1_000_000_000 })).toHaveLength(20);
  expect(() => launch({ MinCount: 21, MaxCount: 21 })).toThrow(
    'You have requested more instances (21) than your current instance limit of 20 allows',
  );
});
