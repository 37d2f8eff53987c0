import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aws, awsJson, awsOutput, python } from '../../support/e2e/clients.ts';
import { type ServerProcess, startServer } from '../../support/e2e/server.ts';

let server: ServerProcess;

beforeAll(async () => {
  server = await startServer({ args: ['--backend', 'simulated'] });
});
afterAll(() => server[Symbol.asyncDispose]());

const told = (...args: readonly string[]): Promise<unknown> => awsJson(server.endpoint, ['ec2', ...args]);
const word = async (query: string, ...args: readonly string[]): Promise<string> =>
  JSON.parse(await awsOutput(server.endpoint, ['ec2', ...args, '--query', query])) as string;

test('the AWS CLI makes a VPC with a group and its rules, waits, pages, and takes all away', async () => {
  const vpc = await word('Vpc.VpcId', 'create-vpc', '--cidr-block', '10.30.0.0/16');
  const inVpc = ['--vpc-id', vpc];
  await told('wait', 'vpc-available', '--vpc-ids', vpc);
  const subnets: string[] = [];
  for (const third of [1, 2]) {
    const range = ['--cidr-block', `10.30.${third}.0/24`];
    subnets.push(await word('Subnet.SubnetId', 'create-subnet', ...inVpc, ...range));
  }
  const named = ['--group-name', 'web', '--description', 'of the CLI'];
  const group = await word('GroupId', 'create-security-group', ...named, ...inVpc);
  // In both ways that the CLI has.
  const to = ['--group-id', group];
  const web = ['--protocol', 'tcp', '--port', '80-81'];
  await told('authorize-security-group-ingress', ...to, ...web, '--cidr', '10.30.0.0/16');
  const permission = `IpProtocol=tcp,FromPort=443,ToPort=443,UserIdGroupPairs=[{GroupId=${group},Description=self}]`;
  await told('authorize-security-group-ingress', ...to, '--ip-permissions', permission);
  expect(await told('describe-security-groups', '--group-ids', group)).toMatchObject({
    SecurityGroups: [
      {
        GroupName: 'web',
        IpPermissions: [
          { FromPort: 80, ToPort: 81, IpRanges: [{ CidrIp: '10.30.0.0/16' }] },
          { FromPort: 443, ToPort: 443, UserIdGroupPairs: [{ GroupId: group, Description: 'self' }] },
        ],
      },
    ],
  });
  const filter = ['--filters', `Name=vpc-id,Values=${vpc}`];
  const paged = await told('describe-subnets', ...filter, '--page-size', '5', '--max-items', '1');
  expect(paged).toMatchObject({ Subnets: [{}], NextToken: expect.any(String) });
  await told('revoke-security-group-ingress', ...to, ...web, '--cidr', '10.30.0.0/16');

  const refused = await aws(server.endpoint, ['ec2', 'delete-vpc', ...inVpc]);
  expect(refused.code).toBe(254);
  expect(refused.stderr).toContain(
    `(DependencyViolation) when calling the DeleteVpc operation: The vpc '${vpc}' has dependencies and cannot be deleted.`,
  );
  await told('delete-security-group', ...to);
  for (const subnet of subnets) await told('delete-subnet', '--subnet-id', subnet);
  await told('delete-vpc', ...inVpc);
  const { stderr } = await aws(server.endpoint, ['ec2', 'describe-vpcs', '--vpc-ids', vpc]);
  expect(stderr).toContain(
    `(InvalidVpcID.NotFound) when calling the DescribeVpcs operation: The vpc ID '${vpc}' does not exist`,
  );
});

test('boto3 makes networks, rules and instances from a launch template, with its waiters and paginators', async () => {
  const script = fileURLToPath(new URL('../../support/e2e/drive_ec2.py', import.meta.url));
  const { code, stdout, stderr } = await python(server.endpoint, script);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    // The rule that lets everything out is among them.
    pages: [5, 5, 3],
    permissions: [
      ['tcp', 8001],
      ['udp', 53],
    ],
    types: ['t3.micro', 't3.micro'],
    inSubnet: true,
    errors: [
      'DependencyViolation',
      'DependencyViolation',
      'DependencyViolation',
      'InvalidSubnet.Conflict',
      'InvalidSubnet.Range',
      'InvalidVpcID.NotFound',
      'InvalidVpcID.Malformed',
      'DryRunOperation',
      'UnsupportedOperation',
    ],
    left: [],
  });
});
