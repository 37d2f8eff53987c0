import type { PutParameterRequest } from '../../../aws/contract/ssm.types.gen.ts';
import {
  keyWithoutSecret,
  parameterExists,
  policiesUnsupported,
  tagsAndOverwrite,
  tierLowered,
  tooManyParameters,
  tooManyTags,
  tooManyVersions,
  typeChanged,
  typeMissing,
} from '../errors.ts';
import { lastVersion, versionsOf } from '../model/find.ts';
import { checkNewName } from '../model/names.ts';
import type { ParameterRecord, VersionRecord } from '../model/tables.ts';
import { mostTags } from '../model/taggable.ts';
import { checkValue, sealValue, smallestTier } from '../model/values.ts';
import type { SsmCall, SsmOperation } from '../operation.ts';

const mostParameters = 10_000;
const mostVersions = 100;
const defaultKey = 'alias/aws/ssm';

/** Makes a parameter, or a new version of one that is to be overwritten. */
export const putParameter: SsmOperation<'PutParameter'> = (input, call) => {
  const { Name: name, Tags: tags = [], Overwrite: overwrite = false } = input;
  const { account, region, tables } = call;
  checkNewName(name);
  if (input.Policies !== undefined && !/^\s*\[\s*\]\s*$/.test(input.Policies)) throw policiesUnsupported();
  if (tags.length > 0 && overwrite) throw tagsAndOverwrite();
  if (tags.length > mostTags) throw tooManyTags();
  const standing = tables.parameters.get(account, region, name);
  if (standing !== undefined && !overwrite) throw parameterExists();
  const version = newVersion(input, call, standing);
  if (standing === undefined) {
    if (tables.parameters.count({ where: { account, region } }) >= mostParameters) throw tooManyParameters();
  } else {
    makeRoom(call, standing);
  }
  const { type, version: number } = version;
  tables.versions.put(version);
  tables.parameters.put({ account, region, name, type, version: number, tags: standing?.tags ?? tags });
  return { Version: number, Tier: version.tier };
};

/** What is not said again is as in the version before. */
function newVersion(
  input: PutParameterRequest,
  call: SsmCall,
  standing: ParameterRecord | undefined,
): VersionRecord {
  const before = standing && lastVersion(call, standing);
  const type = input.Type ?? before?.type;
  if (type === undefined) throw typeMissing();
  if (before !== undefined && before.type !== type) throw typeChanged();
  if (input.KeyId !== undefined && type !== 'SecureString') throw keyWithoutSecret();
  const keyId = type === 'SecureString' ? (input.KeyId ?? before?.keyId ?? defaultKey) : undefined;
  const description = input.Description ?? before?.description;
  const allowedPattern = input.AllowedPattern ?? before?.allowedPattern;
  const described = {
    type,
    tier: tierOf(input, before),
    dataType: input.DataType ?? before?.dataType ?? 'text',
    ...(keyId !== undefined && { keyId }),
    ...(description !== undefined && { description }),
    ...(allowedPattern !== undefined && { allowedPattern }),
  };
  checkValue(input.Value, described);
  const { account, region, now, principalArn } = call;
  const place = { account, region, name: input.Name, version: (before?.version ?? 0) + 1 };
  const sealed = sealValue(call, place, input.Value, keyId);
  return { ...place, ...described, ...sealed, labels: [], modifiedBy: principalArn, modifiedAt: now };
}

function tierOf(
  { Tier: wanted, Value: value }: PutParameterRequest,
  before: VersionRecord | undefined,
): VersionRecord['tier'] {
  if (before?.tier === 'Advanced') {
    if (wanted === 'Standard') throw tierLowered();
    return 'Advanced';
  }
  return wanted === 'Intelligent-Tiering' ? smallestTier(value) : (wanted ?? 'Standard');
}

/** A hundred versions are kept; the oldest goes for a new one, unless somebody has labelled it. */
function makeRoom(call: SsmCall, parameter: ParameterRecord): void {
  const versions = versionsOf(call, parameter);
  const [oldest] = versions;
  if (oldest === undefined || versions.length < mostVersions) return;
  if (oldest.labels.length > 0) throw tooManyVersions(parameter.name, oldest.version);
  call.tables.versions.delete(oldest.account, oldest.region, oldest.name, oldest.version);
}
