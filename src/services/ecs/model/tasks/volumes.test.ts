import { describe, expect, test } from 'vitest';

import { errorOf, type TestEcs, testEcs } from '../../../../../test/support/ecs.ts';
import type {
  RunTaskRequest,
  TaskManagedEBSVolumeConfiguration,
  TaskVolumeConfiguration,
  Volume,
} from '../../../../aws/contract/ecs.types.gen.ts';

const roleArn = 'arn:aws:iam::000000000000:role/ecsInfrastructureRole';

function withVolume(volumes: Volume[] = [{ name: 'data', configuredAtLaunch: true }]): TestEcs {
  const ecs = testEcs();
  ecs.call('RegisterTaskDefinition', {
    family: 'app',
    containerDefinitions: [{ name: 'app', image: 'busybox:1', memory: 64 }],
    volumes,
    tags: [{ key: 'team', value: 'shop' }],
  });
  return ecs;
}

const run = (ecs: TestEcs, given: Partial<RunTaskRequest> = {}) =>
  ecs.call('RunTask', { taskDefinition: 'app', ...given });

const ebs = (
  given: Partial<TaskManagedEBSVolumeConfiguration> = {},
  name = 'data',
): { volumeConfigurations: TaskVolumeConfiguration[] } => ({
  volumeConfigurations: [{ name, managedEBSVolume: { roleArn, sizeInGiB: 10, ...given } }],
});

const problem = (
  given: Partial<RunTaskRequest>,
  ecs = withVolume(),
): { readonly code: string; readonly message: string } => errorOf(() => run(ecs, given));

const invalid = (message: string): object => ({ code: 'InvalidParameterException', message });

describe('a volume configured at launch', () => {
  const missing = invalid(
    'Task definition has configuredAtLaunch volume but no volume configuration provided at runtime.',
  );
  const unmatched = invalid(
    'Volume configuration provided but no matching configuredAtLaunch volume found in task definition.',
  );

  test('must be configured', () => {
    expect(problem({})).toEqual(missing);
    expect(problem({ volumeConfigurations: [] })).toEqual(missing);
    expect(run(withVolume([{ name: 'data', configuredAtLaunch: false }])).failures).toEqual([]);
  });

  test('is the one of that name', () => {
    expect(problem(ebs({}, 'other'))).toEqual(unmatched);
    expect(problem(ebs(), withVolume([{ name: 'data' }]))).toEqual(unmatched);
    expect(problem(ebs(), withVolume([]))).toEqual(unmatched);
  });

  test('is one, and an EBS volume', () => {
    const { volumeConfigurations } = ebs();
    expect(problem({ volumeConfigurations: [...volumeConfigurations, ...volumeConfigurations] })).toEqual(
      invalid('Only one volume can be configured at launch.'),
    );
    expect(problem({ volumeConfigurations: [{ name: 'data' }] })).toEqual(
      invalid('The volume configuration must specify a managedEBSVolume.'),
    );
  });

  test('may be of a snapshot, and then without a size', () => {
    const snapshotId = 'snap-0123456789abcdef0';
    const ecs = withVolume();
    const { tasks = [] } = run(ecs, ebs({ snapshotId, sizeInGiB: undefined }));
    const task = ecs.tables.tasks.get(tasks[0]?.taskArn ?? '');
    expect(task?.plan.volumes[0]?.snapshot).toEqual({
      id: snapshotId,
      volume: `longshore-snapshot-${snapshotId}`,
    });
  });

  test('becomes an attachment of each task, with a volume of its own', () => {
    const ecs = withVolume();
    const { tasks = [] } = run(ecs, { count: 2, ...ebs() });
    expect(tasks.map(({ lastStatus }) => lastStatus)).toEqual(['PROVISIONING', 'PROVISIONING']);
    expect(tasks[0]?.attachments).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        type: 'AmazonElasticBlockStorage',
        status: 'CREATED',
        details: [
          { name: 'roleArn', value: roleArn },
          { name: 'volumeName', value: 'data' },
          { name: 'deleteOnTermination', value: 'true' },
        ],
      },
    ]);
    const [first, second] = tasks.map(({ taskArn }) => ecs.tables.tasks.get(taskArn ?? ''));
    expect(first?.ebsVolume?.id).toMatch(/^vol-0[0-9a-f]{16}$/);
    expect(first?.ebsVolume?.id).not.toBe(second?.ebsVolume?.id);
    expect(first?.ebsVolume?.attachmentId).not.toBe(second?.ebsVolume?.attachmentId);
  });

  test('is attached when the task is provisioned, and its attachment is deleted with the task', () => {
    const ecs = withVolume();
    const arn =
      run(ecs, ebs({ terminationPolicy: { deleteOnTermination: false } })).tasks?.[0]?.taskArn ?? '';
    const attachment = () => ecs.call('DescribeTasks', { tasks: [arn] }).tasks?.[0]?.attachments?.[0];
    ecs.observe(arn, { stagesDone: ['provision'], lastStatus: 'RUNNING' });
    expect(attachment()).toMatchObject({ status: 'ATTACHED' });
    expect(attachment()?.details).toContainEqual({ name: 'deleteOnTermination', value: 'false' });
    expect(attachment()?.details?.at(-1)).toEqual({
      name: 'volumeId',
      value: ecs.tables.tasks.get(arn)?.ebsVolume?.id,
    });
    ecs.observe(arn, { lastStatus: 'STOPPED' });
    expect(attachment()).toMatchObject({ status: 'DELETED' });
  });

  test('has its tags, over those of the task definition where they are propagated', () => {
    const labels = (propagateTags?: 'TASK_DEFINITION' | 'NONE') => {
      const ecs = withVolume();
      const tags = [{ key: 'own', value: '1' }];
      const specification = {
        resourceType: 'volume' as const,
        tags,
        ...(propagateTags && { propagateTags }),
      };
      const [task] = run(ecs, ebs({ tagSpecifications: [specification] })).tasks ?? [];
      return ecs.tables.tasks.get(task?.taskArn ?? '')?.plan.volumes[0]?.labels;
    };
    expect(labels()).toEqual({ own: '1', 'longshore.ebs-volume': expect.any(String) });
    expect(labels('NONE')).not.toHaveProperty('team');
    expect(labels('TASK_DEFINITION')).toMatchObject({ own: '1', team: 'shop' });
  });
});

describe('an EBS volume that AWS would not make', () => {
  const io1 = { volumeType: 'io1', iops: 100 };

  test.each([
    [{ roleArn: 'role' }, 'roleArn is not a valid IAM role ARN.'],
    [{ volumeType: 'gp4' }, 'Value (gp4) for parameter volumeType is invalid.'],
    [{ volumeType: 'constructor' }, 'Value (constructor) for parameter volumeType is invalid.'],
    [{ snapshotId: 'latest' }, 'Value (latest) for parameter snapshotId is invalid.'],
    [{ sizeInGiB: 0 }, 'Volume of 0GiB is too small for volume type gp3; minimum is 1GiB'],
    [{ sizeInGiB: 16_385 }, 'Volume of 16385GiB is too large for volume type gp3; maximum is 16384GiB'],
    [{ ...io1, sizeInGiB: 3 }, 'Volume of 3GiB is too small for volume type io1; minimum is 4GiB'],
    [
      { volumeType: 'st1', sizeInGiB: 124 },
      'Volume of 124GiB is too small for volume type st1; minimum is 125GiB',
    ],
    [
      { volumeType: 'standard', sizeInGiB: 1025 },
      'Volume of 1025GiB is too large for volume type standard; maximum is 1024GiB',
    ],
    [{ volumeType: 'io2' }, 'The parameter iops must be specified for io2 volumes.'],
    [{ volumeType: 'gp2', iops: 3000 }, 'The parameter iops is not supported for gp2 volumes.'],
    [{ iops: 2999 }, 'Volume iops of 2999 is too low; minimum is 3000.'],
    [{ iops: 16_001, sizeInGiB: 100 }, 'Volume iops of 16001 is too high; maximum is 16000.'],
    [{ iops: 5001 }, 'Iops to volume size ratio of 500.100000 is too high; maximum is 500'],
    [{ ...io1, iops: 501 }, 'Iops to volume size ratio of 50.100000 is too high; maximum is 50'],
    [{ ...io1, throughput: 125 }, 'throughput can only be specified for volumeType gp3.'],
    [{ throughput: 124 }, 'Volume throughput of 124 is too low; minimum is 125.'],
    [{ throughput: 1001 }, 'Volume throughput of 1001 is too high; maximum is 1000.'],
    [
      { throughput: 1000, iops: 3200 },
      'Throughput (MiBps) to iops ratio of 0.312500 is too high; maximum is 0.250000 MiBps per iops',
    ],
    [{ volumeInitializationRate: 100 }, 'volumeInitializationRate can only be specified with a snapshotId.'],
    [
      { volumeInitializationRate: 99, snapshotId: 'snap-01234567' },
      'volumeInitializationRate must be between 100 and 300.',
    ],
    [{ kmsKeyId: 'key' }, 'The parameter KmsKeyId requires the parameter Encrypted to be set.'],
    [{ filesystemType: 'ntfs' }, 'The filesystem type ntfs is not supported for Linux tasks.'],
    [
      { tagSpecifications: [{ resourceType: 'volume', propagateTags: 'SERVICE' }] },
      'Tags can only be propagated from a service to the tasks of a service.',
    ],
  ] satisfies [Partial<TaskManagedEBSVolumeConfiguration>, string][])('%j', (given, message) => {
    expect(problem(ebs(given))).toEqual(invalid(message));
  });

  test('neither a size nor a snapshot', () => {
    expect(problem({ volumeConfigurations: [{ name: 'data', managedEBSVolume: { roleArn } }] })).toEqual(
      invalid('Either sizeInGiB or snapshotId must be specified for a managed EBS volume.'),
    );
  });

  test('no role: the member is required', () => {
    const managedEBSVolume = { sizeInGiB: 10 };
    const request = { taskDefinition: 'app', volumeConfigurations: [{ name: 'data', managedEBSVolume }] };
    expect(errorOf(() => withVolume().send('RunTask', request)).message).toContain('roleArn');
  });

  test.each([
    { iops: 3000, sizeInGiB: 1 },
    { iops: 16_000, throughput: 1000, sizeInGiB: 16_384 },
    { volumeType: 'io2', iops: 256_000, sizeInGiB: 256 },
    { volumeType: 'sc1', sizeInGiB: 125 },
    { encrypted: true, kmsKeyId: 'key', filesystemType: 'ext4' },
  ] satisfies Partial<TaskManagedEBSVolumeConfiguration>[])('but %j it makes', (given) => {
    expect(run(withVolume(), ebs(given)).failures).toEqual([]);
  });
});
