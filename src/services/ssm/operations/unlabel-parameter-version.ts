import { versionNotFound } from '../errors.ts';
import { parameterOf, versionNumbered } from '../model/find.ts';
import type { SsmOperation } from '../operation.ts';

export const unlabelParameterVersion: SsmOperation<'UnlabelParameterVersion'> = (input, call) => {
  const parameter = parameterOf(call, input.Name);
  const version = versionNumbered(call, parameter, input.ParameterVersion);
  if (version === undefined) throw versionNotFound(String(input.ParameterVersion), parameter.name);
  const labels = version.labels.filter((label) => !input.Labels.includes(label));
  call.tables.versions.put({ ...version, labels });
  const has = (label: string): boolean => version.labels.includes(label);
  return {
    RemovedLabels: input.Labels.filter(has),
    InvalidLabels: input.Labels.filter((label) => !has(label)),
  };
};
