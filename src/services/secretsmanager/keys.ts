import type { RequestContext } from '../../aws/service.ts';

/** For whom a value is encrypted, and what it belongs to. */
export interface KeyUse {
  readonly caller: RequestContext;
  readonly context: Readonly<Record<string, string>>;
}

/** The keys that values are encrypted under: KMS. What it refuses, it refuses as an AwsError of its own. */
export interface SecretKeys {
  /** `keyId` is whatever names a key, or an alias of one. */
  encrypt(keyId: string, plain: Uint8Array, use: KeyUse): { readonly blob: Buffer; readonly keyArn: string };
  decrypt(blob: Buffer, use: KeyUse): { readonly plain: Buffer };
}
