import type { KeyUsageType } from '../../../aws/contract/kms.types.gen.ts';
import {
  dryRun,
  invalidGrantToken,
  managedKey,
  symmetricOnly,
  unsupported,
  usageInvalid,
} from '../errors.ts';
import type { KmsCall } from '../operation.ts';
import { usable } from './find-key.ts';
import type { KeyRecord } from './tables.ts';

/** What the cryptographic operations have in common. */
interface Use {
  readonly GrantTokens?: readonly string[];
  readonly Recipient?: object;
  readonly DryRun?: boolean;
}

/**
 * Refuses a key that is not there for this: it must be enabled and of the right usage, and a key of one of
 * AWS's services is used through that service alone.
 */
export function checkUse(
  call: KmsCall,
  key: KeyRecord,
  operation: string,
  { usage, symmetric = false }: { readonly usage: KeyUsageType; readonly symmetric?: boolean },
): void {
  if (key.managedFor !== undefined) throw managedKey(call.principalArn, operation, key.arn);
  usable(key);
  if (key.usage !== usage) throw usageInvalid(key.arn, key.usage, operation);
  if (symmetric && key.spec !== 'SYMMETRIC_DEFAULT') throw symmetricOnly(key.arn, key.spec, operation);
}

/** Before a key is looked for: what cannot be obeyed, and tokens of grants that there are not. */
export function checkRequest(
  { tables }: KmsCall,
  { GrantTokens: tokens = [], Recipient: recipient }: Use,
): void {
  if (recipient !== undefined) throw unsupported('Recipient, for Nitro enclaves,');
  for (const token of tokens) {
    if (tables.grants.count({ where: { token } }) === 0) throw invalidGrantToken();
  }
}

/** After all checks, and before anything is done. */
export function checkDryRun({ DryRun: isDry }: Use): void {
  if (isDry === true) throw dryRun();
}
