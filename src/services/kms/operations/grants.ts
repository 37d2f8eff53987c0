import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { GrantListEntry } from '../../../aws/contract/kms.types.gen.ts';
import { grantNotFound, invalidGrantToken, missing, oneGrantFilter, tokenOrGrant } from '../errors.ts';
import { existing, keyById, usable } from '../model/find-key.ts';
import { checkOperations, grantOutput, principalOf } from '../model/grants.ts';
import { pageOf } from '../model/page.ts';
import type { GrantRecord, KeyRecord, Principal } from '../model/tables.ts';
import { checkDryRun, checkRequest } from '../model/use-key.ts';
import type { KmsCall, KmsOperation } from '../operation.ts';

/** The same request again, under a name, answers the same grant. */
export const createGrant: KmsOperation<'CreateGrant'> = (input, call) => {
  checkRequest(call, input);
  const key = usable(keyById(call, input.KeyId));
  const { Name: name, Operations: operations, Constraints: constraints } = input;
  checkOperations(key, operations);
  const grantee = principalOf('Grantee', input.GranteePrincipal, input.GranteeServicePrincipal);
  const retiring = principalOf('Retiring', input.RetiringPrincipal, input.RetiringServicePrincipal);
  if (grantee === undefined) throw missing('granteePrincipal');
  checkDryRun(input);
  const said = {
    keyId: key.id,
    account: call.account,
    ...(name !== undefined && { name }),
    operations: [...new Set(operations)],
    grantee,
    ...(retiring !== undefined && { retiring }),
    ...(constraints !== undefined && { constraints }),
  };
  const standing = name === undefined ? undefined : grantsOf(call, key).find((grant) => isSaid(grant, said));
  if (standing !== undefined) return { GrantToken: standing.token, GrantId: standing.id };
  const id = randomBytes(32).toString('hex');
  const token = randomBytes(96).toString('base64url');
  call.tables.grants.put({ ...said, id, token, createdAt: call.now });
  return { GrantToken: token, GrantId: id };
};

/** Whether a grant is what the request asks for: all but what was made up for it. */
function isSaid(grant: GrantRecord, said: object): boolean {
  const { id: _, token: __, createdAt: ___, ...kept } = grant;
  return isDeepStrictEqual(kept, said);
}

export const listGrants: KmsOperation<'ListGrants'> = (input, call) => {
  const key = keyById(call, input.KeyId);
  const { GrantId: id, GranteePrincipal: arn, GranteeServicePrincipal: service } = input;
  const found = grantsOf(call, key).filter(
    (grant) => (id === undefined || grant.id === id) && isPrincipal(grant.grantee, arn, service),
  );
  const options = { defaultSize: 50, query: [key.id, id, arn, service] };
  const { items, tail } = pageOf(found, placeOf, input, options);
  return { Grants: items.map((grant) => grantOutput(key, grant)), ...tail };
};

/** All of the account's grants that somebody may retire. */
export const listRetirableGrants: KmsOperation<'ListRetirableGrants'> = (input, call) => {
  const { RetiringPrincipal: arn, RetiringServicePrincipal: service } = input;
  if ((arn === undefined) === (service === undefined)) throw oneGrantFilter();
  const { account, tables } = call;
  const found = tables.grants
    .select({ where: { account } })
    .filter(({ retiring }) => retiring !== undefined && isPrincipal(retiring, arn, service))
    .filter(({ keyId }) => existing(call, keyId)?.region === call.region);
  const { items, tail } = pageOf(found, placeOf, input, { defaultSize: 50, query: [account, arn, service] });
  const entries = items.flatMap((grant): GrantListEntry[] => {
    const key = existing(call, grant.keyId);
    return key === undefined ? [] : [grantOutput(key, grant)];
  });
  return { Grants: entries, ...tail };
};

/** Taken back by who owns the key. */
export const revokeGrant: KmsOperation<'RevokeGrant'> = (input, call) => {
  const key = keyById(call, input.KeyId);
  const { id } = grantOf(call, key, input.GrantId);
  checkDryRun(input);
  call.tables.grants.delete(key.id, id);
  return {};
};

/** Given back by who has it, or may retire it: by its token, or by key and id. */
export const retireGrant: KmsOperation<'RetireGrant'> = (input, call) => {
  const { GrantToken: token, KeyId: keyId, GrantId: grantId } = input;
  const grant =
    token === undefined ? grantNamed(call, keyId, grantId) : grantWith(call, token, keyId ?? grantId);
  checkDryRun(input);
  call.tables.grants.delete(grant.keyId, grant.id);
  return {};
};

function grantNamed(call: KmsCall, keyId: string | undefined, grantId: string | undefined): GrantRecord {
  if (keyId === undefined || grantId === undefined) throw tokenOrGrant();
  return grantOf(call, keyById(call, keyId), grantId);
}

function grantWith({ tables }: KmsCall, token: string, beside: string | undefined): GrantRecord {
  if (beside !== undefined) throw tokenOrGrant();
  const [grant] = tables.grants.select({ where: { token } });
  if (grant === undefined) throw invalidGrantToken();
  return grant;
}

function grantOf({ tables }: KmsCall, key: KeyRecord, id: string): GrantRecord {
  const grant = tables.grants.get(key.id, id);
  if (grant === undefined) throw grantNotFound(id);
  return grant;
}

const grantsOf = ({ tables }: KmsCall, key: KeyRecord): GrantRecord[] =>
  tables.grants.select({ where: { key_id: key.id } });

const placeOf = ({ keyId, id }: GrantRecord): string => `${keyId} ${id}`;

/** Whether it is the one that is asked for, if any is. */
function isPrincipal(principal: Principal, arn: string | undefined, service: string | undefined): boolean {
  if (arn !== undefined && !('arn' in principal && principal.arn === arn)) return false;
  return service === undefined || ('service' in principal && principal.service === service);
}
