import { backoff } from '../../kernel/backoff.ts';
import type { Clock } from '../../kernel/clock.ts';
import { withDeadline } from '../../kernel/deadline.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import { SharedRun } from '../../kernel/shared-run.ts';
import { type Backend, BackendError } from '../backends/backend.ts';
import type { GroupRule, VpcDirectory } from '../network/vpc-directory.ts';
import type { RunProgram } from '../run-program.ts';
import { type Enforcement, enforcementLine, tryEnforcement } from './enforcement.ts';
import type { Member } from './member.ts';
import { classesOf, policyOf } from './policy.ts';
import { cleared, rulesetOf } from './ruleset.ts';
import { SandboxRules } from './sandbox-rules.ts';
import type { SecurityGroupWish } from './wish.ts';

export interface SecurityGroupsParts {
  readonly backend: Pick<Backend, 'networkNamespace' | 'inspectContainer'>;
  readonly directory: Pick<VpcDirectory, 'group' | 'onChange'>;
  readonly wish: SecurityGroupWish;
  readonly run: RunProgram;
  readonly nameservers: () => readonly string[];
  /** Whether any rules were ever put, by an earlier run too: where none were, none need be taken away. */
  readonly history: { readonly hasRules: () => boolean; readonly noteRules: () => void };
  readonly clock: Clock;
  readonly log: Log;
}

/** One that is looked after. */
interface Guarded {
  readonly member: Member;
  /** What its namespace has now; absent: nobody knows. '' for none. */
  applied: string | undefined;
  /** Why that is not what it should have. */
  problem: unknown;
  /** Ends when it was looked at for the first time. */
  first: Promise<void>;
}

const switchedOff: Enforcement = { enforced: false, problem: 'they are switched off' };

const longestMs = 10_000;
const firstRetryMs = 1000;
const longestRetryMs = 30_000;
/** How long those who stay may know one who has left. */
const leavingMs = 250;
/** So many namespaces are entered at a time. */
const mostAtOnce = 4;

/**
 * Has the rules of security groups hold between tasks: each task's own network namespace has a table of the
 * kernel for what its groups let pass, or none where they let pass all that there is. It follows tasks and rules;
 * however many change at once, a namespace is entered once for all of it.
 */
export class SecurityGroups implements AsyncDisposable {
  readonly #parts: SecurityGroupsParts;
  readonly #rules: SandboxRules;
  readonly #guarded = new Map<string, Guarded>();
  readonly #known = new Map<string, readonly GroupRule[] | undefined>();
  readonly #leaving = new AbortController();
  readonly #subscription: Disposable;
  #state: Enforcement = { enforced: false, problem: 'it is not known yet whether they can be' };
  #trying: Promise<Enforcement> | undefined;
  readonly #passes = new SharedRun(() => this.#pass());
  #failures = 0;
  #retry: Disposable | undefined;
  /** Set while one has left and the others have not been told yet. */
  #later: Disposable | undefined;

  constructor(parts: SecurityGroupsParts) {
    this.#parts = parts;
    this.#rules = new SandboxRules(parts);
    if (parts.wish === 'off') this.#trying = Promise.resolve(this.#settle(switchedOff));
    this.#subscription = parts.directory.onChange(() => {
      this.#known.clear();
      void this.#sync();
    });
  }

  /** As far as it is known. */
  get state(): Enforcement {
    return this.#state;
  }

  /** Finds out once, and says so; again where the engine could not be asked. Rejects when it cannot be asked now. */
  check(): Promise<Enforcement> {
    const trying = (this.#trying ??= this.#try());
    trying.catch((error: unknown) => {
      if (this.#trying !== trying) return;
      this.#trying = undefined;
      this.#settle({ enforced: false, problem: messageOf(error) });
    });
    return trying;
  }

  /** A task has an address. `isNew`: nothing is in its namespace yet. */
  admit(member: Member, isNew: boolean): void {
    const isClean = isNew || !this.#parts.history.hasRules();
    const before = this.#guarded.get(member.taskArn);
    if (before !== undefined && before.member.sandboxId !== member.sandboxId) this.#forget(before);
    const guarded: Guarded = {
      member,
      applied: isClean ? '' : undefined,
      problem: undefined,
      first: Promise.resolve(),
    };
    this.#guarded.set(member.taskArn, guarded);
    guarded.first = this.#sync();
  }

  /** Resolves when the task's own rules hold and the others know of it; rejects when they do not hold. */
  async settled(taskArn: string): Promise<void> {
    const guarded = this.#guarded.get(taskArn);
    if (guarded === undefined) return;
    await guarded.first;
    if (guarded.problem === undefined) return;
    await this.#sync();
    if (guarded.problem !== undefined) throw guarded.problem;
  }

  /** It has given its address back. */
  leave(taskArn: string): void {
    const guarded = this.#guarded.get(taskArn);
    if (guarded === undefined) return;
    this.#guarded.delete(taskArn);
    this.#forget(guarded);
    // Nobody has its address before all others were given out, and who leaves is seldom alone.
    this.#later ??= this.#at(leavingMs, () => {
      this.#later = undefined;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#subscription[Symbol.dispose]();
    this.#retry?.[Symbol.dispose]();
    this.#later?.[Symbol.dispose]();
    this.#leaving.abort(new Error('the agent is leaving'));
    await this.#passes.settled();
    await this.#rules[Symbol.asyncDispose]();
  }

  async #try(): Promise<Enforcement> {
    const { clock, log } = this.#parts;
    const work = (signal: AbortSignal): Promise<Enforcement> => tryEnforcement(this.#parts, signal);
    const state = this.#settle(await withDeadline(clock, longestMs, this.#leaving.signal, work));
    log.info({}, enforcementLine(state));
    return state;
  }

  #settle(state: Enforcement): Enforcement {
    this.#state = state;
    return state;
  }

  /** Never rejects. Ends with a pass that began after this call: calls in between share it. */
  #sync(): Promise<void> {
    return this.#passes.ask();
  }

  async #pass(): Promise<void> {
    if (this.#leaving.signal.aborted || this.#parts.wish === 'off') return;
    const wanted = this.#wanted();
    const left = [...wanted].filter(([guarded, ruleset]) => guarded.applied !== ruleset);
    if (left.length === 0) return;
    try {
      if (!(await this.check()).enforced) return;
    } catch (error) {
      for (const [guarded] of left) guarded.problem = error;
      this.#tryAgain();
      return;
    }
    const work = async (): Promise<void> => {
      for (let one = left.shift(); one !== undefined; one = left.shift()) await this.#apply(...one);
    };
    await Promise.all(Array.from({ length: mostAtOnce }, work));
    if ([...wanted.keys()].some(({ problem }) => problem !== undefined)) this.#tryAgain();
    else this.#failures = 0;
  }

  /** What each namespace should have: '' for nothing. */
  #wanted(): ReadonlyMap<Guarded, string> {
    const all = [...this.#guarded.values()];
    const classes = classesOf(all.map(({ member }) => member));
    const rulesets = new Map<Member, string>();
    for (const own of classes) {
      const policy = policyOf(own, classes, ({ scope }, id) => this.#rulesOf(scope, id));
      const ruleset = rulesetOf(policy, policy.egress === 'all' ? [] : this.#parts.nameservers());
      for (const member of own.members) rulesets.set(member, ruleset);
    }
    return new Map(all.map((guarded) => [guarded, rulesets.get(guarded.member) ?? '']));
  }

  #rulesOf(scope: Member['scope'], id: string): readonly GroupRule[] | undefined {
    const key = `${scope.account} ${scope.region} ${id}`;
    if (!this.#known.has(key)) this.#known.set(key, this.#parts.directory.group(scope, id)?.rules);
    return this.#known.get(key);
  }

  async #apply(guarded: Guarded, ruleset: string): Promise<void> {
    const { clock, log, history } = this.#parts;
    const { taskArn, sandboxId } = guarded.member;
    const isLeft = (): boolean => this.#guarded.get(taskArn) !== guarded;
    if (isLeft()) return;
    history.noteRules();
    const text = guarded.applied === '' ? ruleset : `${cleared}${ruleset}`;
    // Whatever becomes of it: until it is done, nobody knows.
    guarded.applied = undefined;
    try {
      const put = await withDeadline(clock, longestMs, this.#leaving.signal, (signal) =>
        this.#rules.put(sandboxId, text, signal),
      );
      if (put.kind === 'unreachable') return this.#cannot(guarded, put.why);
      guarded.applied = ruleset;
      guarded.problem = undefined;
    } catch (error) {
      if (this.#leaving.signal.aborted || isLeft()) return;
      if (guarded.problem === undefined)
        log.warn({ task: taskArn, problem: messageOf(error) }, 'security groups could not be applied');
      guarded.problem = error;
    }
  }

  /** Only a sandbox shows that processes of containers cannot be seen: Longshore runs in a container itself. */
  #cannot(guarded: Guarded, why: string): void {
    if (this.#parts.wish === 'require') {
      const problem = `security groups cannot be enforced: ${why}`;
      guarded.problem = new BackendError('ContainerNetworkingError', problem);
      return;
    }
    if (!this.#state.enforced) return;
    const state = this.#settle({ enforced: false, problem: why });
    this.#trying = Promise.resolve(state);
    this.#parts.log.info({}, enforcementLine(state));
  }

  #forget({ member }: Guarded): void {
    void this.#rules.forget(member.sandboxId);
  }

  #tryAgain(): void {
    this.#failures += 1;
    this.#retry?.[Symbol.dispose]();
    this.#retry = this.#at(backoff(this.#failures, firstRetryMs, longestRetryMs));
  }

  #at(delay: number, before: () => void = () => {}): Disposable {
    const { clock } = this.#parts;
    return clock.schedule(clock.now() + delay, () => {
      before();
      void this.#sync();
    });
  }
}
