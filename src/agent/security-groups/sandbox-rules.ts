import { type FileHandle, open } from 'node:fs/promises';
import { type Backend, BackendError } from '../backends/backend.ts';
import type { RunProgram } from '../run-program.ts';

export interface SandboxRulesParts {
  readonly backend: Pick<Backend, 'networkNamespace' | 'inspectContainer'>;
  readonly run: RunProgram;
}

/**
 * Puts rules into the network namespaces of sandboxes. Each is held open from the first time on: found again by
 * a process's number it might be somebody else's by then.
 */
export class SandboxRules implements AsyncDisposable {
  readonly #parts: SandboxRulesParts;
  readonly #namespaces = new Map<string, FileHandle>();

  constructor(parts: SandboxRulesParts) {
    this.#parts = parts;
  }

  /** `gone`: there is no such sandbox any more, so there is nothing to hold back. */
  async put(sandboxId: string, ruleset: string, signal: AbortSignal): Promise<'done' | 'gone'> {
    const namespace = this.#namespaces.get(sandboxId) ?? (await this.#open(sandboxId, signal));
    if (namespace === undefined) return 'gone';
    const path = `/proc/${process.pid}/fd/${namespace.fd}`;
    const ended = await this.#parts.run(['nsenter', `--net=${path}`, 'nft', '-f', '-'], signal, ruleset);
    if (ended.kind === 'ended' && ended.exitCode === 0) return 'done';
    const what = ended.kind === 'missing' ? 'nsenter is not installed' : ended.output.trim();
    throw new BackendError('ContainerNetworkingError', `security groups could not be applied: ${what}`);
  }

  /** The sandbox goes. */
  async forget(sandboxId: string): Promise<void> {
    const namespace = this.#namespaces.get(sandboxId);
    this.#namespaces.delete(sandboxId);
    await namespace?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#namespaces.keys()].map((sandboxId) => this.forget(sandboxId)));
  }

  async #open(sandboxId: string, signal: AbortSignal): Promise<FileHandle | undefined> {
    const { backend } = this.#parts;
    const found = await backend.networkNamespace(sandboxId, signal).catch((error: unknown) => error);
    if (isNamespace(found)) {
      const namespace = await open(found.path);
      this.#namespaces.set(sandboxId, namespace);
      return namespace;
    }
    if ((await backend.inspectContainer(sandboxId, signal))?.status !== 'running') return undefined;
    if (found instanceof Error) throw found;
    throw new BackendError('ContainerNetworkingError', 'the network of the task cannot be entered');
  }
}

const isNamespace = (found: unknown): found is { readonly path: string } =>
  typeof found === 'object' && found !== null && 'path' in found && typeof found.path === 'string';
