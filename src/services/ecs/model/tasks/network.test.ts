import { describe, expect, test } from 'vitest';

import { containerPlan, taskRecord } from '../../../../../test/support/agent/tasks.ts';
import { errorOf } from '../../../../../test/support/ecs.ts';
import type { TaskRecord } from '../../../../agent/model/task-record.ts';
import { defaultVpc } from '../../../../agent/network/vpc.ts';
import type { TaskDefinition } from '../../../../aws/contract/ecs.types.gen.ts';
import { countingIds } from '../../../../kernel/ids.ts';
import { describeTask } from './describe-task.ts';
import { checkNetwork, describeAttachments, networkOf } from './network.ts';
import { defaultNetworks } from './subnets.ts';
import { defaultSubnet } from '../../../../../test/support/subnets.ts';

const awsvpc: TaskDefinition = { networkMode: 'awsvpc' };
const account = '000000000000';
const region = 'eu-west-1';
const caller = () => ({
  account,
  region,
  partition: 'aws',
  ids: countingIds(),
  networks: defaultNetworks,
});

function task(given: Partial<TaskRecord> = {}): TaskRecord {
  const networkInterface = {
    attachmentId: 'uuid-1',
    id: 'eni-1',
    subnetId: 'subnet-1',
    subnetIndex: 0,
    securityGroups: ['sg-1'],
  };
  return {
    ...taskRecord([containerPlan({ name: 'web' })], { stages: ['provision', 'deprovision'] }),
    networkInterface,
    ...given,
  };
}

function attached(given: Partial<TaskRecord> = {}): TaskRecord {
  const before = task();
  if (before.networkInterface === undefined) throw new Error('an interface');
  const networkInterface = {
    ...before.networkInterface,
    address: '172.31.0.4',
    macAddress: '02:42:ac:1f:00:04',
  };
  return { ...before, networkInterface, ...given };
}

describe('the attachment', () => {
  test('has only a subnet before it is attached', () => {
    expect(describeAttachments(task())).toEqual([
      {
        id: 'uuid-1',
        type: 'ElasticNetworkInterface',
        status: 'PRECREATED',
        details: [{ name: 'subnetId', value: 'subnet-1' }],
      },
    ]);
  });

  test('has all its details, in AWS’s order, once it is', () => {
    expect(describeAttachments(attached({ lastStatus: 'RUNNING', region }))).toEqual([
      {
        id: 'uuid-1',
        type: 'ElasticNetworkInterface',
        status: 'ATTACHED',
        details: [
          { name: 'subnetId', value: 'subnet-1' },
          { name: 'networkInterfaceId', value: 'eni-1' },
          { name: 'macAddress', value: '02:42:ac:1f:00:04' },
          { name: 'privateDnsName', value: 'ip-172-31-0-4.eu-west-1.compute.internal' },
          { name: 'privateIPv4Address', value: '172.31.0.4' },
        ],
      },
    ]);
  });

  test.each([
    ['DEPROVISIONING', 'ATTACHED'],
    ['STOPPED', 'DELETED'],
  ] as const)('of a task that is %s is %s and keeps its details', (lastStatus, status) => {
    const [attachment] = describeAttachments(attached({ lastStatus }));
    expect(attachment?.status).toBe(status);
    expect(attachment?.details).toHaveLength(5);
  });

  test('of a task that never got an address is DELETED with it', () => {
    const [attachment] = describeAttachments(task({ lastStatus: 'STOPPED' }));
    expect(attachment).toMatchObject({ status: 'DELETED', details: [{ name: 'subnetId' }] });
  });

  test('has the old form of the name in us-east-1', () => {
    const [attachment] = describeAttachments(attached({ region: 'us-east-1' }));
    expect(attachment?.details?.[3]?.value).toBe('ip-172-31-0-4.ec2.internal');
  });

  test('is told by each container of the task', () => {
    const networkInterfaces = [{ attachmentId: 'uuid-1', privateIpv4Address: '172.31.0.4' }];
    expect(describeTask(attached()).containers?.[0]?.networkInterfaces).toEqual(networkInterfaces);
    expect(describeTask(task()).containers?.[0]?.networkInterfaces).toEqual([]);
  });

  test('is none in other network modes', () => {
    const { networkInterface: _none, ...without } = task();
    expect(describeAttachments(without)).toEqual([]);
  });
});

test('a published port is told by the container that has it, tcp and udp apart', () => {
  const ports = (protocol: 'tcp' | 'udp') => [{ containerPort: 53, hostPort: 53, protocol }];
  const containers = (['tcp', 'udp'] as const).map((name) => containerPlan({ name, ports: ports(name) }));
  const base = attached();
  const bindings = (['tcp', 'udp'] as const).map((protocol, index) => ({
    bindIP: '0.0.0.0',
    containerPort: 53,
    hostPort: 49153 + index,
    protocol,
  }));
  if (base.networkInterface === undefined) throw new Error('an interface');
  const record: TaskRecord = {
    ...taskRecord(containers),
    networkInterface: { ...base.networkInterface, bindings },
  };
  const states = record.containers.map((state) => ({ ...state, runtimeId: state.name }));
  const told = describeTask({ ...record, containers: states }).containers ?? [];
  expect(told.map(({ networkBindings }) => networkBindings)).toEqual(bindings.map((binding) => [binding]));
});

describe('a new interface', () => {
  const vpc = defaultVpc(account, region);
  const subnets = vpc.subnets.map(({ id }) => id);

  test('spreads the tasks of a call over the subnets given, in their order', () => {
    const call = caller();
    const [a = '', b = ''] = subnets.toReversed();
    const made = [0, 1, 2].map((position) => networkOf(call, { network: { subnets: [a, b] }, position }));
    const interfaces = made.map(({ networkInterface }) => networkInterface);
    expect(interfaces.map((each) => each?.subnetId)).toEqual([a, b, a]);
    expect(interfaces.map((each) => each?.subnet?.cidr)).toEqual([
      '172.31.32.0/20',
      '172.31.16.0/20',
      '172.31.32.0/20',
    ]);
    expect(made.map((each) => each.availabilityZone)).toEqual(['eu-west-1c', 'eu-west-1b', 'eu-west-1c']);
    expect(new Set(interfaces.flatMap((each) => [each?.id, each?.attachmentId])).size).toBe(6);
  });

  test('has the security groups given, or the default one', () => {
    const given = (securityGroups?: string[]) =>
      networkOf(caller(), {
        network: { subnets, ...(securityGroups !== undefined && { securityGroups }) },
        position: 0,
      }).networkInterface?.securityGroups;
    expect(given(['sg-9'])).toEqual(['sg-9']);
    expect(given()).toEqual([vpc.securityGroupId]);
  });

  test('is none without a network configuration; such a task is in the first zone', () => {
    expect(networkOf(caller(), { position: 0 })).toEqual({ availabilityZone: 'eu-west-1a' });
  });
});

describe('a network configuration', () => {
  type Input = Parameters<typeof checkNetwork> extends [unknown, ...infer Rest] ? Rest : never;
  const check = (...input: Input): void => checkNetwork(caller(), ...input);
  const codeOf = (...input: Input): string => errorOf(() => check(...input)).code;
  const network = (given: object = {}) => ({
    awsvpcConfiguration: { subnets: [defaultSubnet(account, region)], ...given },
  });

  test('belongs to awsvpc, and to nothing else', () => {
    expect(codeOf(undefined, awsvpc, 'FARGATE')).toBe('InvalidParameterException');
    expect(codeOf(network(), { networkMode: 'bridge' }, 'EC2')).toBe('InvalidParameterException');
    check(network(), awsvpc, 'FARGATE');
    check(undefined, { networkMode: 'bridge' }, 'EC2');
  });

  test.each([
    [{ subnets: [] }],
    [{ subnets: Array.from({ length: 17 }, (_, index) => `subnet-${index}`) }],
    [{ securityGroups: ['1', '2', '3', '4', '5', '6'] }],
  ])('%j is refused', (given) => {
    expect(codeOf(network(given), awsvpc, 'FARGATE')).toBe('InvalidParameterException');
  });

  test('asks for a public address on Fargate only', () => {
    expect(codeOf(network({ assignPublicIp: 'ENABLED' }), awsvpc, 'EC2')).toBe('InvalidParameterException');
    check(network({ assignPublicIp: 'ENABLED' }), awsvpc, 'FARGATE');
  });
});
