import type { SsmCall } from '../operation.ts';
import { versionsOf } from './find.ts';
import type { ParameterRecord } from './tables.ts';

/** With all of its versions. */
export function eraseParameter(call: SsmCall, parameter: ParameterRecord): void {
  for (const { account, region, name, version } of versionsOf(call, parameter)) {
    call.tables.versions.delete(account, region, name, version);
  }
  call.tables.parameters.delete(parameter.account, parameter.region, parameter.name);
}
