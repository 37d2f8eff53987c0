import type { GroupRule, VpcDirectory } from '../../agent/network/vpc-directory.ts';
import type { ArnScope } from '../../aws/arn.ts';
import type { Store } from '../../store/store.ts';
import { resourceTable } from './model/realms.ts';
import type { RuleRecord } from './model/records.ts';
import { servicePrefixLists } from './model/service-prefix-lists.ts';
import type { Ec2Tables } from './model/tables.ts';

/** What the networks behind tasks are made from. */
export function vpcDirectory(store: Store, tables: Ec2Tables): VpcDirectory {
  return {
    vpc(scope, id) {
      const vpc = tables.vpc.get(scope, id);
      return vpc && { id, isDefault: vpc.isDefault, cidrs: vpc.cidrs.map(({ cidr }) => cidr) };
    },
    subnet(scope, id) {
      const subnet = tables.subnet.get(scope, id);
      if (subnet === undefined) return undefined;
      const { vpcId, cidr, availabilityZone, isDefault } = subnet;
      return { id, vpcId, cidr, availabilityZone, isDefault };
    },
    group(scope, id) {
      const group = tables['security-group'].get(scope, id);
      if (group === undefined) return undefined;
      return { id, vpcId: group.vpcId, rules: group.rules.flatMap((rule) => rulesOf(tables, scope, rule)) };
    },
    defaultGroup(scope, vpcId) {
      const groups = tables['security-group'].listIn(scope, vpcId);
      return groups.find(({ name }) => name === 'default')?.id;
    },
    onChange(listener) {
      return store.changes.subscribe(resourceTable, ({ key }) => {
        // The third part of the key is the kind.
        if (kinds.has(String(key[2]))) listener();
      });
    },
  };
}

const kinds = new Set(['realm', 'vpc', 'subnet', 'security-group', 'prefix-list']);

/** A rule for a prefix list stands for one for each of its ranges. */
function rulesOf(tables: Ec2Tables, scope: ArnScope, rule: RuleRecord): GroupRule[] {
  const { protocol, from, to, peer } = rule;
  const base = { direction: rule.egress ? 'egress' : 'ingress', protocol, from, to } as const;
  if ('groupId' in peer) return [{ ...base, peer }];
  if ('prefixListId' in peer) {
    return rangesOf(tables, scope, peer.prefixListId).map((cidr) => ({ ...base, peer: { cidr } }));
  }
  return [{ ...base, peer: { cidr: 'cidrIpv4' in peer ? peer.cidrIpv4 : peer.cidrIpv6 } }];
}

function rangesOf(tables: Ec2Tables, scope: ArnScope, id: string): readonly string[] {
  const ofAws = servicePrefixLists(scope.region).find((list) => list.id === id);
  if (ofAws !== undefined) return ofAws.cidrs;
  return (tables['prefix-list'].get(scope, id)?.versions.at(-1) ?? []).map(({ cidr }) => cidr);
}
