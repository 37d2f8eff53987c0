import type { AddPrefixListEntry } from '../../../aws/contract/ec2.types.gen.ts';
import { formatCidr } from '../../../agent/network/cidr.ts';
import { badValue, hasDependent } from '../errors.ts';
import { prefixListFull, prefixListVersion } from '../errors-network.ts';
import { rangeOf } from '../model/cidrs.ts';
import { describe } from '../model/describe.ts';
import { newId } from '../model/find.ts';
import { ipv6Of } from '../model/ipv6.ts';
import {
  allPrefixLists,
  entriesOf,
  findPrefixList,
  managedPrefixListFilters,
  ownPrefixList,
  prefixListFilters,
  showManagedPrefixList,
} from '../model/prefix-lists.ts';
import type { PrefixListRecord } from '../model/records.ts';
import { newTags } from '../model/tags.ts';
import type { Ec2Operation } from '../operation.ts';

/** Of AWS's services only. */
export const describePrefixLists: Ec2Operation<'DescribePrefixLists'> = (input, call) => {
  const ids = input.PrefixListIds;
  const lists = ids === undefined ? allPrefixLists(call) : ids.map((id) => findPrefixList(call, id));
  const { items, nextToken } = describe(
    lists.filter(({ owner }) => owner === 'AWS'),
    input,
    {
      filters: prefixListFilters,
      show: (list) => ({
        PrefixListId: list.id,
        PrefixListName: list.name,
        Cidrs: entriesOf(list).map(({ cidr }) => cidr),
      }),
      keyOf: ({ PrefixListId }) => PrefixListId,
    },
  );
  return { PrefixLists: items, NextToken: nextToken };
};

export const createManagedPrefixList: Ec2Operation<'CreateManagedPrefixList'> = (input, call) => {
  const { account, region, now } = call;
  const { AddressFamily, MaxEntries } = input;
  if (AddressFamily !== 'IPv4' && AddressFamily !== 'IPv6') throw badValue(AddressFamily, 'AddressFamily');
  if (MaxEntries < 1 || MaxEntries > 1000) throw badValue(MaxEntries, 'MaxEntries');
  const list: PrefixListRecord = {
    account,
    region,
    id: newId(call, 'prefix-list'),
    createdAt: now,
    tags: newTags(input.TagSpecifications, 'prefix-list'),
    name: input.PrefixListName,
    addressFamily: AddressFamily,
    maxEntries: MaxEntries,
    versions: [changed([], AddressFamily, MaxEntries, { add: input.Entries ?? [], remove: [] })],
    owner: 'account',
  };
  call.tables['prefix-list'].put(list);
  return { PrefixList: { ...showManagedPrefixList(call, list), State: 'create-in-progress' } };
};

type Entries = PrefixListRecord['versions'][number];

function changed(
  present: Entries,
  family: 'IPv4' | 'IPv6',
  most: number,
  { add, remove }: { readonly add: readonly AddPrefixListEntry[]; readonly remove: readonly string[] },
): Entries {
  const entries = new Map(present.map((entry) => [entry.cidr, entry]));
  for (const cidr of remove) entries.delete(cidr);
  for (const { Cidr, Description } of add) {
    const cidr = family === 'IPv4' ? formatCidr(rangeOf(Cidr, 'Cidr')) : Cidr;
    if (family === 'IPv6') ipv6Of(Cidr, 'Cidr');
    entries.set(cidr, { cidr, description: Description });
  }
  if (entries.size > most) throw prefixListFull(most);
  return [...entries.values()];
}

export const describeManagedPrefixLists: Ec2Operation<'DescribeManagedPrefixLists'> = (input, call) => {
  const ids = input.PrefixListIds;
  const lists = ids === undefined ? allPrefixLists(call) : ids.map((id) => findPrefixList(call, id));
  const { items, nextToken } = describe(lists, input, {
    filters: managedPrefixListFilters,
    show: (list) => showManagedPrefixList(call, list),
    keyOf: ({ PrefixListId }) => PrefixListId,
    smallestPage: 1,
    largestPage: 100,
  });
  return { PrefixLists: items, NextToken: nextToken };
};

export const getManagedPrefixListEntries: Ec2Operation<'GetManagedPrefixListEntries'> = (input, call) => {
  const list = findPrefixList(call, input.PrefixListId);
  const version = input.TargetVersion;
  const entries = version === undefined ? entriesOf(list) : list.versions[version - 1];
  if (entries === undefined) throw prefixListVersion();
  const { items, nextToken } = describe(
    entries,
    { MaxResults: input.MaxResults, NextToken: input.NextToken },
    {
      filters: {},
      show: ({ cidr, description }) => ({ Cidr: cidr, Description: description }),
      keyOf: ({ Cidr }) => Cidr,
      smallestPage: 1,
      largestPage: 100,
    },
  );
  return { Entries: items, NextToken: nextToken };
};

/** Every change of entries is a version; a new name or size is none. */
export const modifyManagedPrefixList: Ec2Operation<'ModifyManagedPrefixList'> = (input, call) => {
  const list = ownPrefixList(call, input.PrefixListId);
  const { AddEntries, RemoveEntries, CurrentVersion } = input;
  const changesEntries = AddEntries !== undefined || RemoveEntries !== undefined;
  if (changesEntries && CurrentVersion !== list.versions.length) throw prefixListVersion();
  const maxEntries = input.MaxEntries ?? list.maxEntries;
  if (entriesOf(list).length > maxEntries) throw prefixListFull(maxEntries);
  const entries = changed(entriesOf(list), list.addressFamily, maxEntries, {
    add: AddEntries ?? [],
    remove: (RemoveEntries ?? []).map(({ Cidr }) => Cidr),
  });
  const after = {
    ...list,
    name: input.PrefixListName ?? list.name,
    maxEntries,
    versions: changesEntries ? [...list.versions, entries] : list.versions,
  };
  call.tables['prefix-list'].put(after);
  return { PrefixList: { ...showManagedPrefixList(call, after), State: 'modify-in-progress' } };
};

export const deleteManagedPrefixList: Ec2Operation<'DeleteManagedPrefixList'> = (input, call) => {
  const list = ownPrefixList(call, input.PrefixListId);
  const groups = call.tables['security-group'].list(call).flatMap(({ rules }) => rules);
  const routes = call.tables['route-table'].list(call).flatMap((table) => table.routes);
  const isUsed =
    groups.some(({ peer }) => 'prefixListId' in peer && peer.prefixListId === list.id) ||
    routes.some(({ DestinationPrefixListId }) => DestinationPrefixListId === list.id);
  if (isUsed) throw hasDependent(list.id);
  call.tables['prefix-list'].delete(list);
  return { PrefixList: { ...showManagedPrefixList(call, list), State: 'delete-in-progress' } };
};
