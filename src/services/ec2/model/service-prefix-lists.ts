import { createHash } from 'node:crypto';

/** A prefix list that AWS manages, of a service that gateway endpoints lead to. */
export interface ServicePrefixList {
  readonly id: string;
  /** `com.amazonaws.us-east-1.s3` */
  readonly name: string;
  readonly cidrs: readonly string[];
}

/** Ranges that AWS has published for us-east-1: here they only stand for "the service". */
const ranges = {
  s3: ['52.216.0.0/15', '54.231.0.0/16', '3.5.0.0/19', '18.34.0.0/19'],
  dynamodb: ['3.218.182.0/24', '3.218.180.0/23', '52.94.0.0/22', '52.119.224.0/20'],
} as const;

export const servicePrefixLists = (region: string): ServicePrefixList[] =>
  Object.entries(ranges).map(([service, cidrs]) => {
    const name = `com.amazonaws.${region}.${service}`;
    return { id: `pl-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`, name, cidrs };
  });

export const servicePrefixList = (region: string, name: string): ServicePrefixList | undefined =>
  servicePrefixLists(region).find((list) => list.name === name);
