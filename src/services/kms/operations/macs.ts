import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MacAlgorithmSpec } from '../../../aws/contract/kms.types.gen.ts';
import { algorithmMismatch, invalidMac } from '../errors.ts';
import { keyByAnyName } from '../model/find-key.ts';
import { currentSecret } from '../model/material.ts';
import { specOf } from '../model/specs.ts';
import type { KeyRecord } from '../model/tables.ts';
import { checkDryRun, checkRequest, checkUse } from '../model/use-key.ts';
import type { KmsCall, KmsOperation } from '../operation.ts';

export const generateMac: KmsOperation<'GenerateMac'> = (input, call) => {
  checkRequest(call, input);
  const key = keyFor(call, input.KeyId, 'GenerateMac', input.MacAlgorithm);
  checkDryRun(input);
  const mac = macOf(call, key, input.MacAlgorithm, input.Message);
  return { Mac: mac.toString('base64'), MacAlgorithm: input.MacAlgorithm, KeyId: key.arn };
};

export const verifyMac: KmsOperation<'VerifyMac'> = (input, call) => {
  checkRequest(call, input);
  const key = keyFor(call, input.KeyId, 'VerifyMac', input.MacAlgorithm);
  checkDryRun(input);
  const mac = macOf(call, key, input.MacAlgorithm, input.Message);
  const given = Buffer.from(input.Mac, 'base64');
  if (given.length !== mac.length || !timingSafeEqual(given, mac)) throw invalidMac();
  return { KeyId: key.arn, MacValid: true, MacAlgorithm: input.MacAlgorithm };
};

function keyFor(call: KmsCall, id: string, operation: string, algorithm: MacAlgorithmSpec): KeyRecord {
  const key = keyByAnyName(call, id);
  checkUse(call, key, operation, { usage: 'GENERATE_VERIFY_MAC' });
  const spec = specOf(key.spec);
  if (spec.kind !== 'hmac' || spec.mac !== algorithm) throw algorithmMismatch(algorithm, key.spec);
  return key;
}

/** `HMAC_SHA_256` to `sha256` */
function macOf(call: KmsCall, key: KeyRecord, algorithm: MacAlgorithmSpec, message: string): Buffer {
  const hash = algorithm.replace('HMAC_SHA_', 'sha');
  return createHmac(hash, currentSecret(call, key)).update(Buffer.from(message, 'base64')).digest();
}
