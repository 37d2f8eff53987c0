import type { RotationsListEntry } from '../../../aws/contract/kms.types.gen.ts';
import { cannotRotate, tooManyRotations } from '../errors.ts';
import { keyById, keyOfAccount, notPending, ownKey, usable } from '../model/find-key.ts';
import { rotate } from '../model/material.ts';
import { pageOf } from '../model/page.ts';
import type { KeyRecord, MaterialRecord } from '../model/tables.ts';
import { day, type KmsOperation, seconds } from '../operation.ts';

const defaultPeriod = 365;
/** https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-on-demand.html */
const mostOnDemand = 25;

/** From now on by the clock; a new period counts from now too. */
export const enableKeyRotation: KmsOperation<'EnableKeyRotation'> = (input, call) => {
  const key = rotatable(usable(ownKey(call, input.KeyId, 'EnableKeyRotation')));
  const days = input.RotationPeriodInDays ?? defaultPeriod;
  if (key.rotation?.days === days) return {};
  call.tables.keys.put({ ...key, rotation: { days, nextAt: call.now + days * day } });
  return {};
};

export const disableKeyRotation: KmsOperation<'DisableKeyRotation'> = (input, call) => {
  const { rotation: _, ...key } = rotatable(usable(ownKey(call, input.KeyId, 'DisableKeyRotation')));
  call.tables.keys.put(key);
  return {};
};

export const getKeyRotationStatus: KmsOperation<'GetKeyRotationStatus'> = (input, call) => {
  const key = notPending(keyById(call, input.KeyId));
  const { rotation, arn, managedFor } = key;
  return {
    KeyRotationEnabled: rotation !== undefined,
    KeyId: arn,
    ...(rotation !== undefined && { RotationPeriodInDays: rotation.days }),
    // Of the keys of its services AWS does not tell when.
    ...(rotation !== undefined && managedFor === undefined && { NextRotationDate: seconds(rotation.nextAt) }),
  };
};

/** At once, and beside the rotations of the clock. */
export const rotateKeyOnDemand: KmsOperation<'RotateKeyOnDemand'> = (input, call) => {
  const key = rotatable(usable(ownKey(call, input.KeyId, 'RotateKeyOnDemand')));
  const done = call.tables.materials
    .select({ where: { key_id: key.id } })
    .filter(({ rotation }) => rotation === 'ON_DEMAND');
  if (done.length >= mostOnDemand) throw tooManyRotations(key.id);
  call.tables.keys.put(rotate(call, key, 'ON_DEMAND'));
  return { KeyId: key.arn };
};

/** What was rotated, the oldest first; with the first material too, if that is asked for. */
export const listKeyRotations: KmsOperation<'ListKeyRotations'> = (input, call) => {
  const key = keyOfAccount(call, input.KeyId);
  const whole = input.IncludeKeyMaterial === 'ALL_KEY_MATERIAL';
  const shown = call.tables.materials
    .select({ where: { key_id: key.id } })
    .filter(({ rotation }) => key.spec === 'SYMMETRIC_DEFAULT' && (whole || rotation !== undefined));
  const options = { defaultSize: 100, query: [key.id, whole] };
  const { items, tail } = pageOf(shown, ({ version }) => String(version).padStart(10, '0'), input, options);
  return { Rotations: items.map((material) => entryOf(key, material)), ...tail };
};

const entryOf = (
  key: KeyRecord,
  { id, version, createdAt, rotation }: MaterialRecord,
): RotationsListEntry => ({
  KeyId: key.arn,
  KeyMaterialId: id,
  KeyMaterialState: version === key.version ? 'CURRENT' : 'NON_CURRENT',
  ...(rotation !== undefined && { RotationDate: seconds(createdAt), RotationType: rotation }),
});

function rotatable(key: KeyRecord): KeyRecord {
  if (key.spec !== 'SYMMETRIC_DEFAULT') throw cannotRotate();
  return key;
}
