import { expect, test } from 'vitest';

import { zoneId } from './zone-id.ts';

test.each([
  ['eu-west-1b', 'euw1-az2'],
  ['us-east-1a', 'use1-az1'],
  ['ap-southeast-2c', 'apse2-az3'],
  ['us-gov-west-1a', 'usgw1-az1'],
  ['ca-central-1a', 'cac1-az1'],
  ['nowhere', undefined],
])('the zone %s has the id %s', (zone, id) => {
  expect(zoneId(zone)).toBe(id);
});
