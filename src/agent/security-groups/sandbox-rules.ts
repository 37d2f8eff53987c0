import { type FileHandle, open } from 'node:fs/promises';
import { type Backend, BackendError } from '../backends/backend.ts';
import type { RunProgram } from '../run-program.ts';

export interface SandboxRulesParts {
  readonly backend: Pick<Backend, 'networkNamespace' | 'inspectContainer'>;
  readonly run: RunProgram;
}

/**
 * `gone`: there is no such sandbox any more, so there is nothing to hold back. `unreachable`: namespaces cannot be
 * entered from here, and `why` not.
 */
type NotPut = { readonly kind: 'gone' } | { readonly kind: 'unreachable'; readonly why: string };
export type Put = { readonly kind: 'done' } | NotPut;

/**
 * Puts rules into the network namespaces of sandboxes. Each is held open from the first time on: found again by
 * a process's number it might be somebody else's by then.
 */
export class SandboxRules implements AsyncDisposable {
  readonly #parts: SandboxRulesParts;
  readonly #namespaces = new Map<string, FileHandle>();
  /** What is under way, by sandbox: until it is done its handle stays open, for its number might be another's then. */
  readonly #busy = new Map<string, Promise<unknown>>();

  constructor(parts: SandboxRulesParts) {
    this.#parts = parts;
  }

  /** One at a time for each sandbox, and not after it was forgotten. */
  async put(sandboxId: string, ruleset: string, signal: AbortSignal): Promise<Put> {
    const work = this.#put(sandboxId, ruleset, signal);
    this.#busy.set(sandboxId, work);
    try {
      return await work;
    } finally {
      this.#busy.delete(sandboxId);
    }
  }

  /** The sandbox goes. */
  async forget(sandboxId: string): Promise<void> {
    await this.#busy.get(sandboxId)?.catch(() => {});
    const namespace = this.#namespaces.get(sandboxId);
    this.#namespaces.delete(sandboxId);
    await namespace?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#namespaces.keys()].map((sandboxId) => this.forget(sandboxId)));
  }

  async #put(sandboxId: string, ruleset: string, signal: AbortSignal): Promise<Put> {
    const namespace = this.#namespaces.get(sandboxId) ?? (await this.#open(sandboxId, signal));
    if ('kind' in namespace) return namespace;
    const path = `/proc/${process.pid}/fd/${namespace.fd}`;
    const ended = await this.#parts.run(['nsenter', `--net=${path}`, 'nft', '-f', '-'], signal, ruleset);
    if (ended.kind === 'ended' && ended.exitCode === 0) return { kind: 'done' };
    const what = ended.kind === 'missing' ? 'nsenter is not installed' : ended.output.trim();
    throw new BackendError('ContainerNetworkingError', `security groups could not be applied: ${what}`);
  }

  async #open(sandboxId: string, signal: AbortSignal): Promise<FileHandle | NotPut> {
    const { backend } = this.#parts;
    try {
      const found = await backend.networkNamespace(sandboxId, signal);
      if (found.kind === 'here') {
        const namespace = await open(found.path);
        this.#namespaces.set(sandboxId, namespace);
        return namespace;
      }
      return (await this.#isThere(sandboxId, signal)) ? found : { kind: 'gone' };
    } catch (error) {
      if (await this.#isThere(sandboxId, signal)) throw error;
      return { kind: 'gone' };
    }
  }

  async #isThere(sandboxId: string, signal: AbortSignal): Promise<boolean> {
    return (await this.#parts.backend.inspectContainer(sandboxId, signal))?.status === 'running';
  }
}
