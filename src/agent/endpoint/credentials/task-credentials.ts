import type { Clock } from '../../../kernel/clock.ts';
import type { KnownGrant } from '../task-directory.ts';
import type { CredentialSource, RoleCredentials } from './credential-source.ts';

/**
 * SDKs ask again a quarter of an hour before the end; what they are given then must be new, or they would
 * ask on each of their calls. The margin is for clocks and for who is a little early.
 */
const renewBeforeMs = 20 * 60_000;

/** As long as the agent's server gives itself for an answer. */
const longestFetchMs = 5000;

/** The sessions of running tasks: fetched when first asked for, kept, and renewed before they expire. */
export class TaskCredentials {
  readonly #source: CredentialSource;
  readonly #clock: Clock;
  readonly #kept = new Map<string, RoleCredentials>();
  readonly #fetching = new Map<string, Promise<RoleCredentials>>();

  constructor(source: CredentialSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  /** Rejects when there are none and none can be had. */
  async of({ task, kind, grant }: KnownGrant): Promise<RoleCredentials> {
    const id = grant.credentialsId;
    const kept = this.#kept.get(id);
    const left = kept === undefined ? 0 : kept.expiration - this.#clock.now();
    if (kept !== undefined && left > renewBeforeMs) return kept;
    try {
      return await (this.#fetching.get(id) ?? this.#fetch({ task, kind, grant }));
    } catch (error) {
      // What is still good is better than nothing: it is tried again with the next question.
      if (kept !== undefined && left > 0) return kept;
      throw error;
    }
  }

  /** Ends the sessions of a task, those included that are being made. */
  async revoke({ arn, roles }: KnownGrant['task']): Promise<void> {
    if (roles === undefined) return;
    const ids = Object.values(roles).map(({ credentialsId }) => credentialsId);
    await Promise.allSettled(ids.flatMap((id) => this.#fetching.get(id) ?? []));
    for (const id of ids) this.#kept.delete(id);
    await this.#source.revoke(arn);
  }

  /** Shared by all who wait for it, so no single one's signal may end it. */
  #fetch({ task, kind, grant }: KnownGrant): Promise<RoleCredentials> {
    const id = grant.credentialsId;
    const fetching = this.#source
      .forTask({ arn: task.arn, roleArn: grant.roleArn }, kind, AbortSignal.timeout(longestFetchMs))
      .then((credentials) => {
        this.#kept.set(id, credentials);
        return credentials;
      })
      .finally(() => this.#fetching.delete(id));
    this.#fetching.set(id, fetching);
    return fetching;
  }
}
