import type { Parameter, ParameterHistory, ParameterMetadata } from '../../../aws/contract/ssm.types.gen.ts';
import { seconds, type SsmCall } from '../operation.ts';
import { arnOf } from './arns.ts';
import type { Chosen } from './find.ts';
import type { VersionRecord } from './tables.ts';
import { readValue } from './values.ts';

export function parameterOutput(call: SsmCall, chosen: Chosen, decrypt: boolean | undefined): Parameter {
  const { version, selector } = chosen;
  return {
    Name: version.name,
    Type: version.type,
    Value: readValue(call, version, decrypt),
    Version: version.version,
    ...(selector !== undefined && { Selector: selector }),
    LastModifiedDate: seconds(version.modifiedAt),
    ARN: arnOf(call, version),
    DataType: version.dataType,
  };
}

export const metadataOutput = (call: SsmCall, version: VersionRecord): ParameterMetadata => ({
  ARN: arnOf(call, version),
  ...describedAlike(version),
});

export const historyOutput = (
  call: SsmCall,
  version: VersionRecord,
  decrypt: boolean | undefined,
): ParameterHistory => ({
  ...describedAlike(version),
  Value: readValue(call, version, decrypt),
  Labels: [...version.labels],
});

function describedAlike(version: VersionRecord): Omit<ParameterMetadata, 'ARN'> {
  const { keyId, description, allowedPattern } = version;
  return {
    Name: version.name,
    Type: version.type,
    ...(keyId !== undefined && { KeyId: keyId }),
    LastModifiedDate: seconds(version.modifiedAt),
    LastModifiedUser: version.modifiedBy,
    ...(description !== undefined && { Description: description }),
    ...(allowedPattern !== undefined && { AllowedPattern: allowedPattern }),
    Version: version.version,
    Tier: version.tier,
    Policies: [],
    DataType: version.dataType,
  };
}
