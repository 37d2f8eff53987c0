import type { Clock } from '../../../kernel/clock.ts';
import { withDeadline } from '../../../kernel/deadline.ts';
import type { Ids } from '../../../kernel/ids.ts';
import type { Log } from '../../../kernel/log.ts';
import type { Store } from '../../../store/store.ts';
import { current, pending, removeStage } from '../model/stages.ts';
import { type RotationJob, type SecretRecord, type SecretTables, secretTables } from '../model/tables.ts';
import { versionsOf, writeStages } from '../model/versions.ts';
import { type RotationFunction, rotationSteps } from './ports.ts';
import { windowAfter } from './schedule.ts';
import { startRotation } from './start-rotation.ts';

export interface RotatorParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly rotationFunction: RotationFunction;
}

/** As long as a Lambda function may run. */
const stepLimit = 900_000;
/** How often a rotation is tried before it waits for its next turn, and how long after a failure. (I) */
const mostAttempts = 5;
const firstPause = 60_000;

/**
 * Rotates secrets: those whose turn it is, and those that somebody asked to be rotated. What is to be done is
 * in the store, so a rotation that a crash broke off is taken up again, from its first step, which functions
 * must bear by their contract.
 */
export class Rotator implements Disposable {
  readonly #parts: RotatorParts;
  readonly #tables: SecretTables;
  readonly #running = new Set<string>();
  readonly #stopped = new AbortController();
  #timer: Disposable | undefined;
  #subscription: Disposable | undefined;

  constructor(parts: RotatorParts) {
    this.#parts = parts;
    this.#tables = secretTables(parts.store);
  }

  start(): void {
    this.#subscription = this.#tables.secrets.onChange(() => this.#arm());
    this.#arm();
  }

  [Symbol.dispose](): void {
    this.#subscription?.[Symbol.dispose]();
    this.#timer?.[Symbol.dispose]();
    this.#stopped.abort(new Error('Longshore is stopping'));
  }

  /** One timer, for the secret that is due first. */
  #arm(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    if (this.#stopped.signal.aborted) return;
    const [first] = this.#waiting(this.#running.size + 1);
    const at = first && dueAt(first);
    if (at === undefined) return;
    this.#timer = this.#parts.clock.schedule(at, () => {
      for (const secret of this.#waiting(100)) {
        if ((dueAt(secret) ?? Infinity) <= this.#parts.clock.now()) this.#begin(secret);
      }
      this.#arm();
    });
  }

  #waiting(limit: number): SecretRecord[] {
    const found = this.#tables.secrets.select({
      where: { rotation_at: { not: null } },
      orderBy: ['rotation_at'],
      limit,
    });
    return found.filter(({ arn }) => !this.#running.has(arn));
  }

  #begin(secret: SecretRecord): void {
    const { store, clock, ids } = this.#parts;
    const { rotation } = secret;
    if (rotation === undefined) return;
    if (rotation.job === undefined) {
      const call = { tables: this.#tables, now: clock.now(), ids };
      store.transaction(() =>
        startRotation(call, secret, rotation, { versionId: ids.uuid(), testOnly: false }),
      );
      return;
    }
    this.#running.add(secret.arn);
    void this.#run(secret, rotation.job).finally(() => {
      this.#running.delete(secret.arn);
      this.#arm();
    });
  }

  async #run({ arn, rotation }: SecretRecord, job: RotationJob): Promise<void> {
    const { clock, log, rotationFunction } = this.#parts;
    const { signal } = this.#stopped;
    const steps = job.testOnly ? (['testSecret'] as const) : rotationSteps;
    let step: (typeof rotationSteps)[number] = 'createSecret';
    try {
      for (step of steps) {
        const event = {
          Step: step,
          SecretId: arn,
          ClientRequestToken: job.versionId,
          RotationToken: job.token,
        };
        await withDeadline(clock, stepLimit, signal, (inner) =>
          rotationFunction.invoke(rotation?.lambdaArn ?? '', event, inner),
        );
      }
      this.#finish(arn, job);
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ secret: arn, version: job.versionId, step, err: error }, 'a secret was not rotated');
      this.#postpone(arn, job);
    }
  }

  /** It is through when the function has made the version the current one. */
  #finish(arn: string, job: RotationJob): void {
    const { store, clock, log } = this.#parts;
    store.transaction(() => {
      const secret = this.#secret(arn, job);
      if (secret?.rotation === undefined) return;
      const versions = versionsOf({ tables: this.#tables }, secret);
      const version = versions.find(({ versionId }) => versionId === job.versionId);
      const { job: _, nextAt: __, ...rotation } = secret.rotation;
      const now = clock.now();
      if (job.testOnly) {
        writeStages({ tables: this.#tables }, versions, removeStage(versions, job.versionId, pending));
        if (version?.kind === 'none') this.#tables.versions.delete(arn, job.versionId);
        this.#tables.secrets.put({ ...secret, rotation: { ...rotation, ...nextOf(secret.rotation) } });
        return;
      }
      if (version?.stages.includes(current) !== true) {
        throw new Error(`after finishSecret, ${job.versionId} is not ${current}`);
      }
      const next = windowAfter(rotation.rules, now);
      const nextAt = next === undefined ? {} : { nextAt: next.opens };
      this.#tables.secrets.put({
        ...secret,
        rotation: { ...rotation, lastAt: now, ...nextAt },
        changedAt: now,
      });
      log.info({ secret: arn, version: job.versionId }, 'a secret was rotated');
    });
  }

  /** AWSPENDING stays on the version, which the next attempt is about again. */
  #postpone(arn: string, job: RotationJob): void {
    const { store, clock } = this.#parts;
    store.transaction(() => {
      const secret = this.#secret(arn, job);
      if (secret?.rotation === undefined) return;
      const { job: _, ...rotation } = secret.rotation;
      const attempts = job.attempts + 1;
      if (attempts < mostAttempts) {
        const dueAt = clock.now() + firstPause * 2 ** job.attempts;
        this.#tables.secrets.put({ ...secret, rotation: { ...rotation, job: { ...job, attempts, dueAt } } });
        return;
      }
      const next = windowAfter(rotation.rules, clock.now());
      const { nextAt: __, ...rest } = rotation;
      const nextAt = next === undefined ? {} : { nextAt: next.opens };
      this.#tables.secrets.put({ ...secret, rotation: { ...rest, ...nextAt } });
    });
  }

  /** As it is now, if it still is about this job. */
  #secret(arn: string, { versionId, token }: RotationJob): SecretRecord | undefined {
    const [secret] = this.#tables.secrets.select({ where: { arn } });
    const job = secret?.rotation?.job;
    return job?.versionId === versionId && job.token === token ? secret : undefined;
  }
}

const nextOf = ({ nextAt }: { readonly nextAt?: number }): { readonly nextAt?: number } =>
  nextAt === undefined ? {} : { nextAt };

const dueAt = ({ rotation }: SecretRecord): number | undefined => rotation?.job?.dueAt ?? rotation?.nextAt;
