import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../../kernel/clock.ts';
import type { Ids } from '../../../kernel/ids.ts';
import type { RegistryScope } from '../model/tables.ts';

/** AWS's tokens are good for twelve hours. */
const lifetime = 12 * 60 * 60_000;

/** Whose a token is: what is done with it, he does. */
export interface TokenHolder {
  readonly account: string;
  readonly principalArn: string;
  readonly accessKeyId?: string;
}

export interface IssuedToken {
  /** The password for the user `AWS`. */
  readonly password: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export type TokenVerdict =
  | { readonly kind: 'valid'; readonly scope: RegistryScope; readonly holder?: TokenHolder }
  | { readonly kind: 'expired' }
  | { readonly kind: 'invalid' };

/**
 * Passwords that state whose they are and until when, signed with a key of the installation: none is kept,
 * and all outlive a restart.
 */
export class Tokens {
  readonly #key: string;
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor({ key, clock, ids }: { readonly key: string; readonly clock: Clock; readonly ids: Ids }) {
    this.#key = key;
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Without a holder it is Longshore's own. */
  issue({ account, region }: RegistryScope, holder?: TokenHolder): IssuedToken {
    const expiresAt = this.#clock.now() + lifetime;
    const who = holder === undefined ? [] : [holder.account, holder.principalArn, holder.accessKeyId ?? ''];
    const stated = JSON.stringify([account, region, expiresAt, this.#ids.hex(8), ...who]);
    const claim = Buffer.from(stated).toString('base64url');
    return { password: `${claim}.${this.#sign(claim)}`, expiresAt };
  }

  check(password: string): TokenVerdict {
    const [claim = '', signature = ''] = password.split('.', 2);
    const wanted = Buffer.from(this.#sign(claim));
    const given = Buffer.from(signature);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return { kind: 'invalid' };
    const read: unknown = JSON.parse(Buffer.from(claim, 'base64url').toString());
    const [account, region, expiresAt, , ...who]: unknown[] = Array.isArray(read) ? read : [];
    if (typeof account !== 'string' || typeof region !== 'string' || typeof expiresAt !== 'number') {
      return { kind: 'invalid' };
    }
    return this.#clock.now() < expiresAt
      ? { kind: 'valid', scope: { account, region }, ...holderIn(who) }
      : { kind: 'expired' };
  }

  #sign(claim: string): string {
    return createHmac('sha256', this.#key).update(claim).digest('base64url');
  }
}

function holderIn(stated: readonly unknown[]): { readonly holder?: TokenHolder } {
  const [account, principalArn, accessKeyId] = stated;
  if (typeof account !== 'string' || typeof principalArn !== 'string') return {};
  const key = typeof accessKeyId === 'string' && accessKeyId !== '' ? { accessKeyId } : {};
  return { holder: { account, principalArn, ...key } };
}
