import type { SignatureRefusals } from './refusals.ts';
import { isS3 } from './sign.ts';

/** The service that a signature is for must be the one that is called. */
export function checkService(signed: string, called: string | undefined, refusals: SignatureRefusals): void {
  if (called === undefined || signed === called || (isS3(called) && isS3(signed))) return;
  throw refusals.misdirected(signed, called);
}
