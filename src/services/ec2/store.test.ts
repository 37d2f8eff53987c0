import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Ec2Bench } from '../../../test/support/ec2.ts';

test('what was made and changed is there after a restart, the default VPC with it', () => {
  const directory = mkdtempSync(join(tmpdir(), 'longshore-ec2-'));
  try {
    const file = join(directory, 'store.db');
    let made: string | undefined;
    {
      using ec2 = new Ec2Bench(file);
      made = ec2.call('CreateVpc', { CidrBlock: '10.0.0.0/16' }).Vpc?.VpcId;
    }
    using ec2 = new Ec2Bench(file);
    const { Vpcs } = ec2.call('DescribeVpcs', {});
    expect(Vpcs?.map(({ IsDefault }) => IsDefault).sort()).toEqual([false, true]);
    expect(Vpcs?.some(({ VpcId }) => VpcId === made)).toBe(true);
    expect(ec2.call('DescribeSubnets', {}).Subnets).toHaveLength(3);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('regions are apart: what is written in one does not show in another', () => {
  using ec2 = new Ec2Bench();
  ec2.call('CreateVpc', { CidrBlock: '10.0.0.0/16' });
  const { Vpcs } = ec2.handle('DescribeVpcs', {}, 'eu-west-1') as { Vpcs: unknown[] };
  expect(Vpcs).toHaveLength(1);
});

test('a call with a client token is made once', () => {
  using ec2 = new Ec2Bench();
  const [subnet] = ec2.call('DescribeSubnets', {}).Subnets ?? [];
  const SubnetId = subnet?.SubnetId ?? '';
  const make = (Description: string) =>
    ec2.call('CreateNetworkInterface', { SubnetId, Description, ClientToken: 'once' }).NetworkInterface;
  expect(make('a')?.NetworkInterfaceId).toBe(make('a')?.NetworkInterfaceId);
  expect(ec2.call('DescribeNetworkInterfaces', {}).NetworkInterfaces).toHaveLength(1);
  expect(ec2.fail('CreateNetworkInterface', { SubnetId, Description: 'b', ClientToken: 'once' })).toContain(
    'IdempotentParameterMismatch',
  );
});

test('a dry run and a refused call leave nothing, not even the default VPC written', () => {
  using ec2 = new Ec2Bench();
  expect(ec2.fail('CreateSecurityGroup', { GroupName: 'web', Description: 'web', DryRun: true })).toBe(
    'DryRunOperation: Request would have succeeded, but DryRun flag is set.',
  );
  expect(ec2.ec2.holdings.tables.flatMap((find) => find({}).rows)).toEqual([]);
});

test('a reset of one region returns it to its beginning and leaves the others', () => {
  using ec2 = new Ec2Bench();
  const { holdings } = ec2.ec2;
  ec2.call('CreateVpc', { CidrBlock: '10.0.0.0/16' });
  ec2.handle('CreateVpc', { CidrBlock: '10.0.0.0/16' }, 'eu-west-1');
  for (const find of holdings.tables) find({ region: 'us-east-1' }).remove();
  expect(ec2.call('DescribeVpcs', {}).Vpcs).toMatchObject([{ IsDefault: true }]);
  expect((ec2.handle('DescribeVpcs', {}, 'eu-west-1') as { Vpcs: unknown[] }).Vpcs).toHaveLength(2);
});
