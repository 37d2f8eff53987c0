import { expect, test } from 'vitest';

import { cidr } from '../../../test/support/agent/members.ts';
import { taskRecord } from '../../../test/support/agent/tasks.ts';
import type { NetworkInterface } from '../model/task-record.ts';
import { formatCidr } from './cidr.ts';
import { placeKey, placeOf, rangeAt, rangesOf } from './place.ts';

const attached: NetworkInterface = { attachmentId: 'a', id: 'eni-1', subnetId: 's', securityGroups: [] };
const subnet = { vpcId: 'vpc-1', isDefaultVpc: false, vpcCidr: '10.77.0.0/16', cidr: '10.77.3.0/24' };
const task = taskRecord([]);

test('a subnet lies where it does in its VPC, whatever range that has here', () => {
  const place = placeOf(task, { ...attached, subnet });
  expect(place.vpc).toMatchObject({ id: 'vpc-1', scope: { account: task.account, region: task.region } });
  expect(formatCidr(rangeAt(place, cidr('10.77.0.0/16')))).toBe('10.77.3.0/24');
  expect(formatCidr(rangeAt(place, cidr('198.18.0.0/16')))).toBe('198.18.3.0/24');
});

test('default VPCs are one, whosever they are; a subnet that somebody made in one too', () => {
  const made = { ...subnet, isDefaultVpc: true, vpcCidr: '172.31.0.0/16', cidr: '172.31.48.0/24' };
  const place = placeOf(task, { ...attached, subnet: made });
  expect(place.vpc).toBeUndefined();
  expect(formatCidr(rangeAt(place, cidr('172.30.0.0/16')))).toBe('172.30.48.0/24');
});

test('a record of before has one of the default VPC’s', () => {
  const place = placeOf(task, { ...attached, subnetIndex: 2 });
  const known = { ...subnet, isDefaultVpc: true, vpcCidr: '172.31.0.0/16', cidr: '172.31.32.0/20' };
  expect(placeKey(place)).toBe(placeKey(placeOf(task, { ...attached, subnet: known })));
  const record = { ...task, networkInterface: { ...attached, subnetIndex: 2 } };
  expect(rangesOf(record, '172.30.0.0/16')).toEqual({ vpc: '172.30.0.0/16', subnet: '172.30.32.0/20' });
  expect(rangesOf(record, undefined)).toBeUndefined();
});

test('places of two VPCs are never one', () => {
  const key = (vpcId: string): string =>
    placeKey(placeOf(task, { ...attached, subnet: { ...subnet, vpcId } }));
  expect(key('vpc-1')).not.toBe(key('vpc-2'));
});
