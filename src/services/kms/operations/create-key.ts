import type { CreateKeyRequest, CreateKeyResponse } from '../../../aws/contract/kms.types.gen.ts';
import { notInRegion, twoSpecs, unsupported, usageMismatch, usageNeeded } from '../errors.ts';
import { keyArn } from '../model/arns.ts';
import { keepMaterial, type Material, newMaterial } from '../model/material.ts';
import { metadataOf } from '../model/metadata.ts';
import { checkPolicy } from '../model/policies.ts';
import { specOf, usagesOf } from '../model/specs.ts';
import type { KeyRecord } from '../model/tables.ts';
import { checkTags } from '../model/tags.ts';
import type { KmsCall, KmsOperation } from '../operation.ts';

export const createKey: KmsOperation<'CreateKey'> = (input, call) => {
  refuseUnsupported(input);
  const wanted = wantedOf(input, call);
  const { Policy: policy, Tags: tags = [] } = input;
  checkTags(tags);
  if (policy !== undefined) checkPolicy(call, policy, input.BypassPolicyLockoutSafetyCheck);
  const finish = (material: Material): CreateKeyResponse =>
    call.atomically(() => ({ KeyMetadata: metadataOf(keep(input, call, wanted, material)) }));
  const material = newMaterial(specOf(wanted.spec));
  return material instanceof Promise ? material.then(finish) : finish(material);
};

function refuseUnsupported(input: CreateKeyRequest): void {
  const { Origin: origin = 'AWS_KMS' } = input;
  if (input.CustomKeyStoreId !== undefined) throw unsupported('CustomKeyStoreId');
  if (input.XksKeyId !== undefined) throw unsupported('XksKeyId');
  if (origin !== 'AWS_KMS') throw unsupported(`Origin ${origin}`);
  if (input.MultiRegion === true) throw unsupported('MultiRegion');
}

function wantedOf(input: CreateKeyRequest, { region }: KmsCall): Pick<KeyRecord, 'spec' | 'usage'> {
  const { KeySpec: newer, CustomerMasterKeySpec: older, KeyUsage: usage } = input;
  if (newer !== undefined && older !== undefined) throw twoSpecs();
  const spec = newer ?? older ?? 'SYMMETRIC_DEFAULT';
  // China alone has SM2.
  if (spec === 'SM2' && !region.startsWith('cn-')) throw notInRegion(spec);
  const usages = usagesOf(specOf(spec));
  if (usage === undefined) {
    if (spec !== 'SYMMETRIC_DEFAULT') throw usageNeeded();
    return { spec, usage: 'ENCRYPT_DECRYPT' };
  }
  if (!usages.includes(usage)) throw usageMismatch(usage, spec);
  return { spec, usage };
}

function keep(
  input: CreateKeyRequest,
  call: KmsCall,
  wanted: Pick<KeyRecord, 'spec' | 'usage'>,
  { secret, publicKey }: Material,
): KeyRecord {
  const { account, region, now } = call;
  const id = call.ids.uuid();
  const key: KeyRecord = {
    id,
    account,
    region,
    arn: keyArn(call, id),
    description: input.Description ?? '',
    ...wanted,
    enabled: true,
    createdAt: now,
    ...(input.Policy !== undefined && { policy: input.Policy }),
    tags: input.Tags ?? [],
    version: 1,
    materialId: keepMaterial(call, { keyId: id, version: 1 }, secret).id,
    ...(publicKey !== undefined && { publicKey: publicKey.toString('base64') }),
  };
  call.tables.keys.put(key);
  return key;
}
