import { existsSync } from 'node:fs';

import { backoff } from '../../kernel/backoff.ts';
import type { Clock } from '../../kernel/clock.ts';
import { withDeadline } from '../../kernel/deadline.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import { type LinkLocalHost, linkLocalAddress, linkLocalPorts } from '../backends/link-local-host.ts';
import { isOutage } from '../backends/outage.ts';
import type { EndpointHandler } from '../endpoint/handler.ts';
import { type ApiHandler, createListener } from '../endpoint/listener.ts';
import { carry } from './link-local-carrier.ts';
import { isElsewhere, problemOf } from './link-local-problem.ts';
import type { LinkLocalWish } from './link-local-wish.ts';

/** How 169.254.170.2 is held now: by this process, by a container that carries to it, or not, and why. */
export type LinkLocalState =
  | { readonly way: 'bind' | 'relay' }
  | { readonly way: 'none'; readonly problem: string };

export interface LinkLocalParts {
  readonly host: LinkLocalHost;
  readonly wish: Exclude<LinkLocalWish, 'off'>;
  readonly handler: EndpointHandler;
  readonly api?: ApiHandler | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether this machine has the network interface; tests say so themselves. */
  readonly hasInterface?: (name: string) => boolean;
  /** Where to listen in place of 169.254.170.2, which the machine of a test may have or not. */
  readonly address?: string;
}

interface Held extends AsyncDisposable {
  readonly way: 'bind' | 'relay';
  /** Resolves when it is held no more. */
  readonly ended: Promise<void>;
}

/**
 * An attempt is not broken off when we leave, but waited for: the engine would make all the same what nobody
 * would then know of.
 */
const wholeAttempt = new AbortController().signal;

/** For one attempt, and for the first one as waited for by tasks, in milliseconds. */
const longestAttempt = 15_000;
const longestWait = 5000;
/**
 * Whether the network is there is looked at this often, for nobody tells when somebody removes it; another
 * Longshore's goes with that one.
 */
const lookEvery = 10_000;
const lookEveryAtAnothers = 1000;
const firstRetry = 1000;
const longestRetry = 30_000;

/**
 * Holds 169.254.170.2, at which tasks find the agent, for as long as Longshore runs.
 *
 * A network of the engine has the address for its gateway, so the engine's machine has it, and every container
 * whose way out leads through that machine reaches it, by its own address and without joining anything. Port 80
 * is led on to another one by a rule of the machine's, as by the ECS agent, because tasks publish port 80 too.
 * Whether we listen there ourselves or a relay does for us depends on whether this is the engine's machine.
 */
export class LinkLocal implements AsyncDisposable {
  readonly #parts: LinkLocalParts;
  readonly #leaving = new AbortController();
  readonly #tried = Promise.withResolvers<void>();
  #held: Held | undefined;
  #lookEvery = lookEvery;
  /** The engine has answered, and may have something of ours. */
  #wasThere = false;
  #problem = 'it is not there yet';
  #following: Promise<void> = Promise.resolve();
  #wake: () => void = () => {};

  constructor(parts: LinkLocalParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#following = this.#follow();
  }

  get state(): LinkLocalState {
    return this.#held === undefined ? { way: 'none', problem: this.#problem } : { way: this.#held.way };
  }

  /** Resolves when it is held, or cannot be for now: a task that asks at once should find it. */
  async settled(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const waiting = new AbortController();
    const giveUp = (): void => waiting.abort(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    const patience = this.#parts.clock.sleep(longestWait, waiting.signal).catch(() => {});
    await Promise.race([this.#tried.promise, patience]);
    signal.removeEventListener('abort', giveUp);
    giveUp();
    signal.throwIfAborted();
  }

  /** Something has happened on the engine: looks at once. */
  check(): void {
    this.#wake();
  }

  /** Gives the address back and removes what was made for it. No task may need it any more. */
  async drain(signal: AbortSignal): Promise<void> {
    await this[Symbol.asyncDispose]();
    if (this.#wasThere) await this.#parts.host.clear(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#leaving.abort(new Error('Longshore is leaving'));
    this.#wake();
    await this.#following;
    await this.#release();
  }

  async #follow(): Promise<void> {
    const { clock } = this.#parts;
    const { signal } = this.#leaving;
    for (let failures = 0; !signal.aborted;) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      try {
        await withDeadline(clock, longestAttempt, wholeAttempt, (inner) => this.#ensure(inner));
        failures = 0;
      } catch (error) {
        failures += 1;
        if (!signal.aborted) this.#tell(error);
      }
      this.#tried.resolve();
      if (await this.#rest(woken, failures)) await this.#lost();
    }
  }

  /** Until something is to be done. Says whether the address is held no more. */
  async #rest(woken: Promise<void>, failures: number): Promise<boolean> {
    const { clock } = this.#parts;
    const held = this.#held;
    const over = new AbortController();
    const ms =
      held === undefined ? backoff(Math.max(failures, 1), firstRetry, longestRetry) : this.#lookEvery;
    const sleeping = clock.sleep(ms, over.signal).catch(() => {});
    const lost = held === undefined ? [] : [held.ended.then(() => 'lost')];
    const what = await Promise.race([sleeping, woken, ...lost]);
    over.abort();
    return what === 'lost';
  }

  async #ensure(signal: AbortSignal): Promise<void> {
    const { host, wish, log } = this.#parts;
    const { interfaceName, isOwn } = await host.ensureNetwork(signal);
    this.#wasThere = true;
    this.#lookEvery = isOwn ? lookEvery : lookEveryAtAnothers;
    if (this.#held !== undefined) return;
    const held = await this.#hold(wish, interfaceName, signal);
    this.#held = held;
    this.#problem = '';
    log.info({ way: held.way }, `tasks find the agent at ${linkLocalAddress}`);
  }

  async #hold(wish: LinkLocalParts['wish'], interfaceName: string, signal: AbortSignal): Promise<Held> {
    const { hasInterface = isInterface } = this.#parts;
    if (wish === 'bind' || (wish === 'auto' && hasInterface(interfaceName))) {
      try {
        return await this.#holdBy('bind', signal);
      } catch (error) {
        // An interface of that name that has not the address is another machine's.
        if (wish === 'bind' || !isElsewhere(error)) throw error;
      }
    }
    return this.#holdBy('relay', signal);
  }

  async #holdBy(way: Held['way'], signal: AbortSignal): Promise<Held> {
    const { host, address = linkLocalAddress } = this.#parts;
    await using undo = new AsyncDisposableStack();
    const listener = undo.use(createListener(this.#parts));
    if (way === 'bind') await listener.listen(address, linkLocalPorts.target);
    const relay = undo.use(await host.startRelay(way === 'bind' ? 'redirect' : 'carry', signal));
    const ready = Promise.withResolvers<void>();
    const work = carry(relay, ready.resolve, (connection) => listener.serve(connection));
    const ended = work.then(
      () => ready.reject(new Error('the relay ended before it was ready')),
      (error: unknown) => ready.reject(error),
    );
    for (const end of [signal, this.#leaving.signal])
      end.addEventListener('abort', () => ready.reject(end.reason), { once: true });
    await ready.promise;
    const made = undo.move();
    return { way, ended, [Symbol.asyncDispose]: () => made.disposeAsync() };
  }

  /** By an end of the engine, which says so itself when it is back, or of the relay alone. */
  async #lost(): Promise<void> {
    const { clock } = this.#parts;
    const { signal } = this.#leaving;
    if (signal.aborted) return;
    this.#tell(new Error('its relay has ended'));
    await this.#release();
    await clock.sleep(firstRetry, signal).catch(() => {});
  }

  async #release(): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    try {
      await held?.[Symbol.asyncDispose]();
    } catch (error) {
      this.#parts.log.debug({ problem: messageOf(error) }, 'the relay could not be removed');
    }
  }

  /** Once for each problem; that there is no engine is said elsewhere. */
  #tell(error: unknown): void {
    const { log } = this.#parts;
    const problem = problemOf(error);
    if (problem === this.#problem) return;
    this.#problem = problem;
    const say = isOutage(error) ? log.debug.bind(log) : log.warn.bind(log);
    say({ problem }, `tasks do not find the agent at ${linkLocalAddress}; trying again`);
  }
}

/** Of the network that this process is in, which in a container is not the machine's. */
const isInterface = (name: string): boolean => existsSync(`/sys/class/net/${name}`);
