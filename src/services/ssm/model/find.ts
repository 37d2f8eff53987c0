import { parseArn } from '../../../aws/arn.ts';
import { parameterNotFound, versionNotFound } from '../errors.ts';
import type { SsmCall } from '../operation.ts';
import type { ParameterRecord, VersionRecord } from './tables.ts';

/** A parameter as it is named: `name`, `name:3`, `name:label`, or an ARN of any of these. */
interface Reference {
  readonly account: string;
  readonly region: string;
  /** The names that may be meant: an ARN does not tell `x` from `/x`. */
  readonly names: readonly string[];
  /** `3` or `label` */
  readonly selector?: string;
}

export interface Chosen {
  readonly parameter: ParameterRecord;
  readonly version: VersionRecord;
  /** `:3` or `:label`, if that was asked for. */
  readonly selector?: string;
}

function referenceOf(call: SsmCall, text: string): Reference {
  const arn = parseArn(text);
  const path = arn?.service === 'ssm' ? /^parameter(\/.*)$/.exec(arn.resource)?.[1] : undefined;
  const [name = '', selector] = (path ?? text).split(':', 2);
  return {
    account: (path !== undefined && arn?.account) || call.account,
    region: (path !== undefined && arn?.region) || call.region,
    names: path === undefined ? [name] : [name, name.slice(1)],
    ...(selector !== undefined && { selector }),
  };
}

/** The parameter that is meant, whatever the version. Another region's is not seen from here, as on AWS. */
export function findParameter(call: SsmCall, text: string): ParameterRecord | undefined {
  const { account, region, names } = referenceOf(call, text);
  if (region !== call.region) return undefined;
  for (const name of names) {
    const found = call.tables.parameters.get(account, region, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function parameterOf(call: SsmCall, text: string): ParameterRecord {
  const parameter = findParameter(call, text);
  if (parameter === undefined) throw parameterNotFound();
  return parameter;
}

/** The version that is asked for; the last one where nothing is said. */
export function chosenVersion(call: SsmCall, text: string): Chosen {
  const parameter = parameterOf(call, text);
  const { selector } = referenceOf(call, text);
  if (selector === undefined) return { parameter, version: lastVersion(call, parameter) };
  const version = /^\d+$/.test(selector)
    ? versionNumbered(call, parameter, Number(selector))
    : versionsOf(call, parameter).find(({ labels }) => labels.includes(selector));
  if (version === undefined) throw versionNotFound(selector, parameter.name);
  return { parameter, version, selector: `:${selector}` };
}

export function lastVersion(call: SsmCall, parameter: ParameterRecord): VersionRecord {
  const version = versionNumbered(call, parameter, parameter.version);
  if (version === undefined) throw new Error(`the last version of ${parameter.name} is missing`);
  return version;
}

export const versionNumbered = (
  { tables }: SsmCall,
  { account, region, name }: ParameterRecord,
  version: number,
): VersionRecord | undefined => tables.versions.get(account, region, name, version);

/** The oldest first. */
export const versionsOf = (
  { tables }: SsmCall,
  { account, region, name }: ParameterRecord,
): VersionRecord[] => tables.versions.select({ where: { account, region, name } });
