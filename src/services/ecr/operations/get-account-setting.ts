import { unsupportedSetting } from '../errors.ts';
import { valuesOf } from '../model/account-settings.ts';
import { registryOf } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

export const getAccountSetting: EcrOperation<'GetAccountSetting'> = ({ name }, call) => {
  const [initial] = valuesOf(name) ?? [];
  if (initial === undefined) throw unsupportedSetting(name);
  return { name, value: registryOf(call.tables, call).settings?.[name] ?? initial };
};
