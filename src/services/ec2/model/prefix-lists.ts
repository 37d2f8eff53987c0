import type { ManagedPrefixList } from '../../../aws/contract/ec2.types.gen.ts';
import { arn } from '../../../aws/arn.ts';
import { cannotModifyAwsList } from '../errors-network.ts';
import type { Ec2Call } from '../operation.ts';
import { byMember, type FilterTable, tagFilters } from './filters.ts';
import { find } from './find.ts';
import { arnResource } from './kinds.ts';
import type { PrefixListRecord } from './records.ts';
import { servicePrefixLists } from './service-prefix-lists.ts';
import { tagsOf } from './tags.ts';

export const prefixListFilters: FilterTable = byMember('prefix-list-id prefix-list-name');
export const managedPrefixListFilters: FilterTable = {
  ...tagFilters,
  ...byMember('owner-id prefix-list-id prefix-list-name'),
};

/** Those that AWS manages, and the account's own. */
export const allPrefixLists = (call: Ec2Call): PrefixListRecord[] => [
  ...listsOfAws(call),
  ...call.tables['prefix-list'].list(call),
];

const listsOfAws = ({ account, region }: Ec2Call): PrefixListRecord[] =>
  servicePrefixLists(region).map(({ id, name, cidrs }) => ({
    account,
    region,
    id,
    createdAt: 0,
    tags: [],
    name,
    addressFamily: 'IPv4',
    maxEntries: cidrs.length,
    versions: [cidrs.map((cidr) => ({ cidr }))],
    owner: 'AWS',
  }));

export const findPrefixList = (call: Ec2Call, id: string): PrefixListRecord =>
  listsOfAws(call).find((list) => list.id === id) ?? find(call, 'prefix-list', id);

export function ownPrefixList(call: Ec2Call, id: string): PrefixListRecord {
  const list = findPrefixList(call, id);
  if (list.owner === 'AWS') throw cannotModifyAwsList(id);
  return list;
}

export const showManagedPrefixList = (call: Ec2Call, list: PrefixListRecord): ManagedPrefixList => ({
  PrefixListId: list.id,
  AddressFamily: list.addressFamily,
  State: 'create-complete',
  PrefixListArn: arn(
    { ...call, account: list.owner === 'AWS' ? 'aws' : list.account },
    'ec2',
    arnResource('prefix-list', list.id),
  ),
  PrefixListName: list.name,
  // AWS tells neither the size nor the version of its own lists.
  ...(list.owner === 'account' && { MaxEntries: list.maxEntries, Version: list.versions.length }),
  Tags: tagsOf(list),
  OwnerId: list.owner === 'AWS' ? 'AWS' : list.account,
});

export const entriesOf = (list: PrefixListRecord): PrefixListRecord['versions'][number] =>
  list.versions.at(-1) ?? [];
