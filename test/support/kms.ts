import type { KmsOperations } from '../../src/aws/contract/kms.types.gen.ts';
import { createKms, type KmsParts } from '../../src/services/kms/index.ts';
import type { VirtualClock } from '../../src/kernel/virtual-clock.ts';
import { type TestService, testService } from './aws-service.ts';

/** The KMS beside a service that is made of the same parts. */
export const kmsBeside = (parts: KmsParts & { readonly clock: VirtualClock }): TestService<KmsOperations> =>
  testService<KmsOperations>(createKms(parts).service, parts);
