import type { KmsOperations } from '../../src/aws/contract/kms.types.gen.ts';
import { createKms, type KmsParts } from '../../src/services/kms/index.ts';
import type { VirtualClock } from '../../src/kernel/virtual-clock.ts';
import { serviceParts, type TestService, testService } from './aws-service.ts';

/** The KMS beside a service that is made of the same parts. */
export const kmsBeside = (parts: KmsParts & { readonly clock: VirtualClock }): TestService<KmsOperations> =>
  testService<KmsOperations>(createKms(parts).service, parts);

/** A KMS by itself. */
export function startKms(): TestService<KmsOperations> {
  return kmsBeside(serviceParts());
}

/** A key of it, by its two names. */
export function newKey(
  { call }: TestService<KmsOperations>,
  input: KmsOperations['CreateKey']['input'] = {},
): { readonly id: string; readonly arn: string } {
  const { KeyMetadata: key } = call('CreateKey', input);
  if (key?.Arn === undefined) throw new Error('no key');
  return { id: key.KeyId, arn: key.Arn };
}
