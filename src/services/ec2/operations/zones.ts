import type { AvailabilityZone } from '../../../aws/contract/ec2.types.gen.ts';
import { badValue } from '../errors.ts';
import { noSuchRegion } from '../errors-network.ts';
import { describe } from '../model/describe.ts';
import { byMember, type FilterTable } from '../model/filters.ts';
import { regionNames } from '../model/regions.ts';
import { defaultVpcOf } from '../model/vpcs.ts';
import { isRegionName, zonesOf } from '../model/zones.ts';
import type { Ec2Operation } from '../operation.ts';

export const zoneFilters: FilterTable = {
  ...byMember(`group-long-name group-name opt-in-status parent-zone-id parent-zone-name region-name state
    zone-id zone-name zone-type`),
  message: 'Messages.Message',
};

export const describeAvailabilityZones: Ec2Operation<'DescribeAvailabilityZones'> = (input, call) => {
  const { ZoneNames, ZoneIds } = input;
  const zones = zonesOf(call.region);
  for (const name of ZoneNames ?? []) {
    if (!zones.some((zone) => zone.name === name)) throw badValue(name, 'ZoneName', 'Invalid zone name.'); // (I)
  }
  for (const id of ZoneIds ?? []) {
    if (!zones.some((zone) => zone.id === id)) throw badValue(id, 'ZoneId', 'Invalid zone ID.'); // (I)
  }
  const wanted = zones.filter(
    ({ name, id }) => (ZoneNames?.includes(name) ?? true) && (ZoneIds?.includes(id) ?? true),
  );
  const { items } = describe(
    wanted,
    { Filters: input.Filters },
    {
      filters: zoneFilters,
      show: ({ name, id }): AvailabilityZone => ({
        ZoneName: name,
        ZoneId: id,
        RegionName: call.region,
        State: 'available',
        Messages: [],
        OptInStatus: 'opt-in-not-required',
        GroupName: `${call.region}-zg-1`,
        GroupLongName: `${call.region} 1`,
        NetworkBorderGroup: call.region,
        ZoneType: 'availability-zone',
      }),
      keyOf: ({ ZoneName }) => ZoneName,
    },
  );
  return { AvailabilityZones: items };
};

export const regionFilters: FilterTable = byMember('endpoint opt-in-status region-name');

/** AWS's regions; the caller's own, too, where it has a name that AWS does not have. */
export const describeRegions: Ec2Operation<'DescribeRegions'> = (input, call) => {
  const all = regionNames(call.region);
  for (const name of input.RegionNames ?? []) {
    if (!all.includes(name) || !isRegionName(name)) throw noSuchRegion(name);
  }
  const { items } = describe(
    all.filter((name) => input.RegionNames?.includes(name) ?? true),
    { Filters: input.Filters },
    {
      filters: regionFilters,
      show: (name) => ({
        RegionName: name,
        Endpoint: `ec2.${name}.amazonaws.com${name.startsWith('cn-') ? '.cn' : ''}`,
        OptInStatus: 'opt-in-not-required',
      }),
      keyOf: ({ RegionName }) => RegionName,
    },
  );
  return { Regions: items };
};

export const describeAccountAttributes: Ec2Operation<'DescribeAccountAttributes'> = (input, call) => {
  const values: Readonly<Record<string, readonly string[]>> = {
    'supported-platforms': ['VPC'],
    'default-vpc': [defaultVpcOf(call)?.id ?? 'none'],
    'max-instances': ['20'],
    'vpc-max-security-groups-per-interface': ['5'],
    'max-elastic-ips': ['5'],
    'vpc-max-elastic-ips': ['5'],
  };
  const names = input.AttributeNames ?? Object.keys(values);
  return {
    AccountAttributes: names.map((AttributeName) => ({
      AttributeName,
      AttributeValues: (values[AttributeName] ?? []).map((AttributeValue) => ({ AttributeValue })),
    })),
  };
};
