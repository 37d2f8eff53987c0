import { invalidParameter, unsupportedSetting } from '../errors.ts';
import { valuesOf } from '../model/account-settings.ts';
import { registryOf } from '../model/repositories.ts';
import type { EcrOperation } from '../operation.ts';

export const putAccountSetting: EcrOperation<'PutAccountSetting'> = ({ name, value }, call) => {
  const values = valuesOf(name);
  if (values === undefined) throw unsupportedSetting(name);
  if (!values.includes(value)) throw invalidParameter(`Invalid value for the setting ${name}: ${value}`); // (I)
  const registry = registryOf(call.tables, call);
  call.tables.registries.put({ ...registry, settings: { ...registry.settings, [name]: value } });
  return { name, value };
};
