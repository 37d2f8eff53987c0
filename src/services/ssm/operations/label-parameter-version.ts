import { tooManyLabels, versionNotFound } from '../errors.ts';
import { parameterOf, versionsOf } from '../model/find.ts';
import { isLabel, mostLabels } from '../model/labels.ts';
import type { SsmOperation } from '../operation.ts';

/** Puts labels on a version, and takes them off any other of the parameter. */
export const labelParameterVersion: SsmOperation<'LabelParameterVersion'> = (input, call) => {
  const parameter = parameterOf(call, input.Name);
  const number = input.ParameterVersion ?? parameter.version;
  const versions = versionsOf(call, parameter);
  const labelled = versions.find(({ version }) => version === number);
  if (labelled === undefined) throw versionNotFound(String(number), parameter.name);
  const valid = input.Labels.filter(isLabel);
  const labels = [...new Set([...labelled.labels, ...valid])];
  if (labels.length > mostLabels) throw tooManyLabels();
  for (const version of versions) {
    if (version === labelled) call.tables.versions.put({ ...version, labels });
    else if (version.labels.some((label) => valid.includes(label))) {
      const kept = version.labels.filter((label) => !valid.includes(label));
      call.tables.versions.put({ ...version, labels: kept });
    }
  }
  return { InvalidLabels: input.Labels.filter((label) => !isLabel(label)), ParameterVersion: number };
};
