import type {
  CredentialSource,
  RoleCredentials,
} from '../../../src/agent/endpoint/credentials/credential-source.ts';
import type { TaskEndpointOptions } from '../../../src/agent/endpoint/task-endpoint.ts';
import type { Clock } from '../../../src/kernel/clock.ts';

/** The ports of the endpoint where a test does not care: no task has tags or belongs to a service. */
export function plainEndpoint(given: Partial<TaskEndpointOptions> = {}): TaskEndpointOptions {
  const notOfService = (arn: string) =>
    Promise.resolve({ kind: 'failure', arn, reason: 'TASK_NOT_VALID' } as const);
  return {
    protection: { get: notOfService, update: notOfService },
    tags: { tagsOf: () => Promise.resolve({}) },
    ...given,
  };
}

/** Sessions that are only numbered: each new one of a role has the next number. */
export class MemoryCredentials implements CredentialSource {
  readonly revoked: string[] = [];
  made = 0;
  /** Every session is refused while this is set. */
  refusal: Error | undefined;
  readonly #clock: Clock;
  readonly #lifetime: number;

  constructor(clock: Clock, lifetime = 6 * 3_600_000) {
    this.#clock = clock;
    this.#lifetime = lifetime;
  }

  forTask({ roleArn }: { readonly arn: string; readonly roleArn: string }): Promise<RoleCredentials> {
    if (this.refusal !== undefined) return Promise.reject(this.refusal);
    this.made += 1;
    return Promise.resolve({
      roleArn,
      accessKeyId: `ASIA${this.made}`,
      secretAccessKey: `secret-${this.made}`,
      token: `token-${this.made}`,
      expiration: this.#clock.now() + this.#lifetime,
    });
  }

  revoke(taskArn: string): Promise<void> {
    this.revoked.push(taskArn);
    return Promise.resolve();
  }
}
