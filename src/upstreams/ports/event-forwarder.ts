import { rootArn, partitionOf } from '../../aws/arn.ts';
import { AwsError } from '../../aws/aws-error.ts';
import { innerCall } from '../../aws/inner-call.ts';
import type { Service } from '../../aws/service.ts';
import { backoff } from '../../kernel/backoff.ts';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Log } from '../../kernel/log.ts';
import type { EventLog } from '../../services/events/index.ts';
import type { Store } from '../../store/store.ts';
import { eventRefused } from '../client/errors.ts';
import { listIn, numberIn, textIn } from './members.ts';

export interface EventForwarderParts {
  readonly events: Service;
  readonly eventLog: EventLog;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

type Logged = Parameters<Parameters<EventLog['onAppend']>[0]>[0];

const CURSOR = 'events passed on';
const FIRST_WAIT = 200;
const LONGEST_WAIT = 30_000;
const LONGEST_SETTLE = 2000;

/**
 * Brings what ECS tells to an EventBridge that somebody else runs, in order. How far it has come is kept, so
 * that a crash loses nothing; an event whose answer was lost is told twice.
 */
export class EventForwarder implements AsyncDisposable {
  readonly #parts: EventForwarderParts;
  readonly #abort = new AbortController();
  readonly #complaints = new Set<string>();
  #running: Promise<void> | undefined;
  #last: number;
  #onTold = (): void => {};

  constructor(parts: EventForwarderParts) {
    this.#parts = parts;
    this.#last = Number(parts.store.getMeta(CURSOR) ?? 0);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Waits a moment for events that are on their way: those of a stop in good order, above all. */
  async settle(): Promise<void> {
    const { clock, eventLog } = this.#parts;
    if (this.#last >= eventLog.last) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    using _timer = clock.schedule(clock.now() + LONGEST_SETTLE, resolve);
    this.#onTold = () => {
      if (this.#last >= eventLog.last) resolve();
    };
    await promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort(new Error('Longshore is stopping'));
    await this.#running;
  }

  async #run(): Promise<void> {
    const { eventLog, store } = this.#parts;
    const { signal } = this.#abort;
    for await (const logged of eventLog.read(this.#last, true, signal)) {
      if (!(await this.#tell(logged))) return;
      this.#last = logged.seq;
      store.setMeta(CURSOR, String(logged.seq));
      this.#onTold();
    }
  }

  /** False where Longshore stopped before it was told. */
  async #tell(logged: Logged): Promise<boolean> {
    const { clock, log } = this.#parts;
    const { signal } = this.#abort;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      try {
        await this.#put(logged);
        return true;
      } catch (error) {
        if (signal.aborted) return false;
        if (isFinal(error)) {
          this.#complain(logged, error);
          return true;
        }
        if (attempt === 1) log.warn({ err: error }, `an event waits for EventBridge: ${messageOf(error)}`);
        await clock.sleep(backoff(attempt, FIRST_WAIT, LONGEST_WAIT), signal).catch(() => {});
      }
    }
    return false;
  }

  /** Once for each reason: AWS itself takes no event of `aws.ecs` from anybody. */
  #complain({ event }: Logged, error: unknown): void {
    const { log } = this.#parts;
    const why = messageOf(error);
    const write = this.#complaints.has(why) ? log.debug.bind(log) : log.warn.bind(log);
    this.#complaints.add(why);
    write({ event: event.id }, `EventBridge does not take an event: ${why}`);
  }

  async #put({ event, account, region, bus }: Logged): Promise<void> {
    const { events, ids } = this.#parts;
    const principalArn = rootArn({ partition: partitionOf(region), account });
    const { signal } = this.#abort;
    const context = innerCall({ requestId: ids.uuid(), account, region, principalArn, signal });
    const entry = {
      Time: Date.parse(event.time) / 1000,
      Source: event.source,
      DetailType: event['detail-type'],
      Resources: event.resources,
      Detail: JSON.stringify(event.detail),
      EventBusName: bus,
    };
    const answer = await events.handle('PutEvents', { Entries: [entry] }, context);
    if ((numberIn(answer, 'FailedEntryCount') ?? 0) === 0) return;
    const [failed] = listIn(answer, 'Entries');
    throw eventRefused(
      textIn(failed, 'ErrorCode') ?? 'InternalFailure',
      textIn(failed, 'ErrorMessage') ?? '',
    );
  }
}

/** Throttling passes, and credentials that have ended are renewed: the event waits. */
const isFinal = (error: unknown): boolean =>
  error instanceof AwsError && error.fault === 'client' && !/Throttl|LimitExceeded|Expired/.test(error.code);
