import {
  invalidProviderUrl,
  noSuchProvider,
  providerExists,
  tooManyClients,
  tooManyThumbprints,
} from '../errors.ts';
import { page } from '../model/page.ts';
import type { OidcProviderRecord } from '../model/tables.ts';
import { mergeTags, newTags, withoutTags } from '../model/tags.ts';
import type { IamCall, IamOperation } from '../operation.ts';

/** Providers are kept and told. Nobody asks them anything: the tokens that they sign are not verified. */

const MOST_CLIENTS = 100;
const MOST_THUMBPRINTS = 5;

export const createOpenIDConnectProvider: IamOperation<'CreateOpenIDConnectProvider'> = (input, call) => {
  const { account, now, tables } = call;
  const name = /^https:\/\/([a-zA-Z0-9.-]+(?::\d+)?(?:\/[^?#]*)?)$/.exec(input.Url)?.[1]?.replace(/\/$/, '');
  if (name === undefined) throw invalidProviderUrl();
  if (tables.oidcProviders.get(account, name) !== undefined) throw providerExists(input.Url);
  const provider: OidcProviderRecord = {
    account,
    name,
    path: '/',
    uniqueId: name,
    createdAt: now,
    tags: newTags(input.Tags),
    clients: checkedClients(input.ClientIDList ?? []),
    thumbprints: checkedThumbprints(input.ThumbprintList ?? []),
  };
  tables.oidcProviders.put(provider);
  return {
    OpenIDConnectProviderArn: arnOf(call, provider),
    ...(provider.tags.length > 0 && { Tags: [...provider.tags] }),
  };
};

export const getOpenIDConnectProvider: IamOperation<'GetOpenIDConnectProvider'> = (input, call) => {
  const { name, clients, thumbprints, createdAt, tags } = find(call, input.OpenIDConnectProviderArn);
  return {
    Url: name,
    ClientIDList: [...clients],
    ThumbprintList: [...thumbprints],
    CreateDate: createdAt,
    ...(tags.length > 0 && { Tags: [...tags] }),
  };
};

export const listOpenIDConnectProviders: IamOperation<'ListOpenIDConnectProviders'> = (_input, call) => ({
  OpenIDConnectProviderList: call.tables.oidcProviders
    .list(call.account)
    .map((provider) => ({ Arn: arnOf(call, provider) })),
});

/** Deleting what is not there is no error, as on AWS. */
export const deleteOpenIDConnectProvider: IamOperation<'DeleteOpenIDConnectProvider'> = (input, call) => {
  call.tables.oidcProviders.delete(call.account, nameIn(input.OpenIDConnectProviderArn));
  return {};
};

export const addClientId: IamOperation<'AddClientIDToOpenIDConnectProvider'> = (input, call) => {
  const provider = find(call, input.OpenIDConnectProviderArn);
  const clients = checkedClients([...new Set([...provider.clients, input.ClientID])]);
  call.tables.oidcProviders.put({ ...provider, clients });
  return {};
};

export const removeClientId: IamOperation<'RemoveClientIDFromOpenIDConnectProvider'> = (input, call) => {
  const provider = find(call, input.OpenIDConnectProviderArn);
  const clients = provider.clients.filter((id) => id !== input.ClientID);
  call.tables.oidcProviders.put({ ...provider, clients });
  return {};
};

export const updateThumbprint: IamOperation<'UpdateOpenIDConnectProviderThumbprint'> = (input, call) => {
  const provider = find(call, input.OpenIDConnectProviderArn);
  call.tables.oidcProviders.put({ ...provider, thumbprints: checkedThumbprints(input.ThumbprintList) });
  return {};
};

export const tagOpenIDConnectProvider: IamOperation<'TagOpenIDConnectProvider'> = (input, call) => {
  const provider = find(call, input.OpenIDConnectProviderArn);
  call.tables.oidcProviders.put({ ...provider, tags: mergeTags(provider.tags, input.Tags) });
  return {};
};

export const untagOpenIDConnectProvider: IamOperation<'UntagOpenIDConnectProvider'> = (input, call) => {
  const provider = find(call, input.OpenIDConnectProviderArn);
  call.tables.oidcProviders.put({ ...provider, tags: withoutTags(provider.tags, input.TagKeys) });
  return {};
};

export const listOpenIDConnectProviderTags: IamOperation<'ListOpenIDConnectProviderTags'> = (input, call) => {
  const { name, tags } = find(call, input.OpenIDConnectProviderArn);
  const { items, more } = page(tags, ({ Key }) => Key, input, ['tags', 'oidc-provider', name]);
  return { Tags: items, ...more };
};

const arnOf = ({ partition }: IamCall, { account, name }: OidcProviderRecord): string =>
  `arn:${partition}:iam::${account}:oidc-provider/${name}`;

const nameIn = (arn: string): string => arn.slice(arn.indexOf(':oidc-provider/') + ':oidc-provider/'.length);

function find(call: IamCall, arn: string): OidcProviderRecord {
  const provider = call.tables.oidcProviders.get(call.account, nameIn(arn));
  if (provider === undefined || arnOf(call, provider) !== arn) throw noSuchProvider(arn);
  return provider;
}

function checkedClients(clients: readonly string[]): readonly string[] {
  if (clients.length > MOST_CLIENTS) throw tooManyClients();
  return clients;
}

function checkedThumbprints(thumbprints: readonly string[]): readonly string[] {
  if (thumbprints.length > MOST_THUMBPRINTS) throw tooManyThumbprints();
  return thumbprints;
}
