import type { SessionState } from '../../../aws/identity.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Ids } from '../../../kernel/ids.ts';
import type { Store } from '../../../store/store.ts';
import type { Table, TableSpec } from '../../../store/table.ts';
import { newCredentials, isOwnToken } from './credentials.ts';

/** Whose permissions a session has, what limits them, and what marks it; `authorization` weighs by it. */
export interface SessionOrigin {
  readonly kind: 'role' | 'user' | 'root' | 'federated';
  /** ARN of the role, with its path; of the user; of the account's root. */
  readonly entityArn: string;
  /** Policies of the session itself, which its permissions must be in too. */
  readonly policy?: string;
  readonly policyArns?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  /** Keys of tags that go on to sessions that this one begins. */
  readonly transitive?: readonly string[];
  readonly sourceIdentity?: string;
  /** When a code of a second factor was given, in milliseconds. There are no devices here: any code is believed. */
  readonly mfaAt?: number;
  /** The provider that vouched for who began it. */
  readonly provider?: string;
  /** What the provider said of him, by condition key. */
  readonly claims?: Readonly<Record<string, string>>;
}

/** Temporary credentials that were given out, and whom they stand for. Times are milliseconds. */
export interface SessionRecord {
  readonly accessKeyId: string;
  /** Kept for the checking of signatures. */
  readonly secretAccessKey: string;
  readonly token: string;
  readonly account: string;
  readonly principalArn: string;
  readonly principalId: string;
  /** Absent from those that were made before calls were authorized. */
  readonly origin?: SessionOrigin;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** The ARN of the task that they were made for. */
  readonly task?: string;
  readonly revokedAt?: number;
}

export const sessionsTable: TableSpec<SessionRecord> = {
  name: 'sts_sessions',
  key: ['access_key_id'],
  columns: ({ accessKeyId, task, expiresAt }) => ({
    access_key_id: accessKeyId,
    task: task ?? null,
    expires_at: expiresAt,
  }),
};

/** How long a session that has ended is still known to have ended by itself, and not just unknown. */
const KEPT_AFTER_END = 24 * 3_600_000;

export interface SessionsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly installation: string;
}

/** All sessions of an installation. They outlive a restart, as credentials in running containers must. */
export class Sessions {
  readonly #parts: SessionsParts;
  readonly #table: Table<SessionRecord>;

  constructor(parts: SessionsParts) {
    this.#parts = parts;
    this.#table = parts.store.table(sessionsTable);
  }

  create(
    who: Pick<SessionRecord, 'account' | 'principalArn' | 'principalId' | 'origin' | 'task'>,
    { seconds, leastToken }: { readonly seconds: number; readonly leastToken?: number | undefined },
  ): SessionRecord {
    const { clock, ids, installation, store } = this.#parts;
    const now = clock.now();
    const session: SessionRecord = {
      ...newCredentials(ids, installation, who.account, leastToken),
      ...who,
      issuedAt: now,
      // AWS tells whole seconds.
      expiresAt: Math.floor(now / 1000 + seconds) * 1000,
    };
    store.transaction(() => {
      this.#forgetEnded(now);
      this.#table.put(session);
    });
    return session;
  }

  /** Takes up a session of a task that somebody else gave out, so that it is known by what it signs. */
  adopt(session: Omit<SessionRecord, 'issuedAt'>): void {
    const issuedAt = this.#parts.clock.now();
    this.#parts.store.transaction(() => {
      this.#forgetEnded(issuedAt);
      this.#table.put({ ...session, issuedAt });
    });
  }

  /** What a session signs with, also one that has ended: `find` says that it has. */
  secretOf(accessKeyId: string): string | undefined {
    return this.describe(accessKeyId)?.secretAccessKey;
  }

  /** Ends all sessions of a task at once. */
  revoke(task: string): void {
    const revokedAt = this.#parts.clock.now();
    this.#parts.store.transaction(() => {
      for (const session of this.#table.select({ where: { task } })) {
        if (session.revokedAt === undefined) this.#table.put({ ...session, revokedAt });
      }
    });
  }

  find(accessKeyId: string, token: string | undefined): SessionState | undefined {
    // Nobody else's keys cost a look: every call of every service comes by here.
    if (!accessKeyId.startsWith('ASIA')) return undefined;
    const session = this.#table.get(accessKeyId);
    if (session === undefined) {
      const isForgotten = token !== undefined && isOwnToken(token, this.#parts.installation);
      return isForgotten ? { state: 'invalid' } : undefined;
    }
    if (session.token !== token || session.revokedAt !== undefined) return { state: 'invalid' };
    if (session.expiresAt <= this.#parts.clock.now()) return { state: 'expired' };
    const { account, principalArn, principalId } = session;
    return { state: 'valid', account, principalArn, principalId };
  }

  /** What is known of a session, be it over or not. */
  describe(accessKeyId: string | undefined): SessionRecord | undefined {
    return accessKeyId?.startsWith('ASIA') === true ? this.#table.get(accessKeyId) : undefined;
  }

  #forgetEnded(now: number): void {
    const ended = this.#table.select({ where: { expires_at: { below: now - KEPT_AFTER_END } }, limit: 100 });
    for (const { accessKeyId } of ended) this.#table.delete(accessKeyId);
  }
}
