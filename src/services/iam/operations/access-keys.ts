import type { AccessKeyMetadata } from '../../../aws/contract/iam.types.gen.ts';
import { accessKeyIdBytes, newAccessKeyId } from '../../../aws/access-key-id.ts';
import { noSuchAccessKey, tooManyAccessKeys } from '../errors.ts';
import { secretContext } from '../model/access-keys.ts';
import { page } from '../model/page.ts';
import type { AccessKeyRecord, UserRecord } from '../model/tables.ts';
import { userOrCaller } from '../model/users.ts';
import type { IamCall, IamOperation } from '../operation.ts';

const MOST_PER_USER = 2;

/** The one time that the secret is told. */
export const createAccessKey: IamOperation<'CreateAccessKey'> = (input, call) => {
  const { account, now, tables, ids, cipher } = call;
  const user = userOrCaller(call, input.UserName);
  if (user.keys.length >= MOST_PER_USER) throw tooManyAccessKeys();
  const id = newAccessKeyId('AKIA', account, Buffer.from(ids.hex(accessKeyIdBytes * 2), 'hex'));
  const secret = Buffer.from(ids.hex(60), 'hex').toString('base64');
  tables.accessKeys.put({
    account,
    name: id,
    path: '/',
    uniqueId: id,
    createdAt: now,
    tags: [],
    user: user.name,
    status: 'Active',
    secret: cipher.seal(Buffer.from(secret), secretContext(id)),
  });
  tables.users.put({ ...user, keys: [...user.keys, id] });
  return {
    AccessKey: {
      UserName: user.name,
      AccessKeyId: id,
      Status: 'Active',
      SecretAccessKey: secret,
      CreateDate: now,
    },
  };
};

export const listAccessKeys: IamOperation<'ListAccessKeys'> = (input, call) => {
  const user = userOrCaller(call, input.UserName);
  const keys = user.keys.map((id) => keyOf(call, user, id));
  const { items, more } = page(keys, ({ name }) => name, input, ['access-keys', user.name]);
  return { AccessKeyMetadata: items.map(told), ...more };
};

export const updateAccessKey: IamOperation<'UpdateAccessKey'> = (input, call) => {
  const key = keyOf(call, userOrCaller(call, input.UserName), input.AccessKeyId);
  call.tables.accessKeys.put({ ...key, status: input.Status === 'Active' ? 'Active' : 'Inactive' });
  return {};
};

export const deleteAccessKey: IamOperation<'DeleteAccessKey'> = (input, call) => {
  const user = userOrCaller(call, input.UserName);
  const { secret: _, ...key } = keyOf(call, user, input.AccessKeyId);
  call.tables.accessKeys.put({ ...key, status: 'Deleted' });
  call.tables.users.put({ ...user, keys: user.keys.filter((id) => id !== key.name) });
  return {};
};

export const getAccessKeyLastUsed: IamOperation<'GetAccessKeyLastUsed'> = ({ AccessKeyId: id }, call) => {
  const key = call.tables.accessKeys.get(call.account, id);
  if (key === undefined || key.status === 'Deleted') throw noSuchAccessKey(id);
  const use = call.lastUse(id);
  return {
    UserName: key.user,
    AccessKeyLastUsed:
      use === undefined
        ? { ServiceName: 'N/A', Region: 'N/A' }
        : { ServiceName: use.service, Region: use.region, LastUsedDate: use.at },
  };
};

function keyOf({ tables, account }: IamCall, user: UserRecord, id: string): AccessKeyRecord {
  const key = user.keys.includes(id) ? tables.accessKeys.get(account, id) : undefined;
  if (key === undefined) throw noSuchAccessKey(id);
  return key;
}

const told = ({ user, name, status, createdAt }: AccessKeyRecord): AccessKeyMetadata => ({
  UserName: user,
  AccessKeyId: name,
  Status: status === 'Active' ? 'Active' : 'Inactive',
  CreateDate: createdAt,
});
