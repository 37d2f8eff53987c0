import { accountOfAccessKey } from '../../../aws/access-key-id.ts';
import { partitionOf } from '../../../aws/arn.ts';
import type { CredentialUse, SessionState } from '../../../aws/identity.ts';
import type { Cipher } from '../../../kernel/cipher.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { entityArn } from './names.ts';
import type { IamTables } from './tables.ts';

export const secretContext = (id: string): string => `iam-access-key:${id}`;

export interface LastUse {
  /** Whole seconds since the epoch. */
  readonly at: number;
  readonly service: string;
  readonly region: string;
}

export interface AccessKeysParts {
  readonly tables: IamTables;
  readonly cipher: Cipher;
  readonly clock: Clock;
}

/** Users' access keys, as they are found again when they sign. When one was last used is not kept over a restart. */
export class AccessKeys {
  readonly #parts: AccessKeysParts;
  readonly #uses = new Map<string, LastUse>();

  constructor(parts: AccessKeysParts) {
    this.#parts = parts;
  }

  /** `undefined` for a key that was not given out here. */
  find(accessKeyId: string, use: CredentialUse): SessionState | undefined {
    // The account's root and temporary credentials cost no look: every call of every service comes by here.
    if (!/^AKIA[A-Z2-7]{16}$/.test(accessKeyId)) return undefined;
    const { tables, clock } = this.#parts;
    const account = accountOfAccessKey(accessKeyId);
    const key = tables.accessKeys.get(account, accessKeyId);
    if (key === undefined) return undefined;
    const user = tables.users.get(account, key.user);
    if (key.status !== 'Active' || user === undefined) return { state: 'invalid' };
    this.#uses.set(accessKeyId, {
      at: Math.floor(clock.now() / 1000),
      service: use.service ?? 'N/A',
      region: use.region,
    });
    const principalArn = entityArn({ partition: partitionOf(use.region) }, 'user', user);
    return { state: 'valid', account, principalArn, principalId: user.uniqueId };
  }

  /** What a key signs with; `undefined` for one that may not sign. */
  secretOf(accessKeyId: string): string | undefined {
    if (!/^AKIA[A-Z2-7]{16}$/.test(accessKeyId)) return undefined;
    const { tables, cipher } = this.#parts;
    const key = tables.accessKeys.get(accountOfAccessKey(accessKeyId), accessKeyId);
    if (key?.secret === undefined || key.status !== 'Active') return undefined;
    return cipher.open(key.secret, secretContext(accessKeyId)).toString();
  }

  lastUse(accessKeyId: string): LastUse | undefined {
    return this.#uses.get(accessKeyId);
  }
}
