import { mkdir, readFile, readdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TaskCgroups, type TaskLimits, cpuPeriod, quotaOf, weightOf } from './task-cgroups.ts';

export interface CgroupfsOptions {
  /** `/sys/fs/cgroup` */
  readonly root: string;
  readonly version: 1 | 2;
  readonly installation: string;
}

const prefix = 'longshore';

/**
 * For engines that write control groups themselves (cgroup driver `cgroupfs`): the task's group is
 * `/longshore/INSTALLATION/TASK`. Version 1 has one tree per controller: we make the group where we set
 * a limit, the engine in all others, and the empty directories are removed from each.
 */
export class Cgroupfs implements TaskCgroups {
  readonly #options: CgroupfsOptions;
  readonly #base: string;

  constructor(options: CgroupfsOptions) {
    this.#options = options;
    this.#base = join(prefix, options.installation);
  }

  async make(taskId: string, limits: TaskLimits): Promise<string> {
    const parent = join(this.#base, taskId);
    const { version } = this.#options;
    try {
      await (version === 1 ? this.#makeV1(parent, limits) : this.#makeV2(parent, limits));
    } catch (error) {
      // Somebody else removed the directory above, which was empty then, just before.
      if (!hasCode(error, 'ENOENT')) throw error;
      await (version === 1 ? this.#makeV1(parent, limits) : this.#makeV2(parent, limits));
    }
    return `/${parent}`;
  }

  async remove(taskId: string): Promise<'removed' | 'busy'> {
    const trees = await this.#trees();
    const results = await Promise.all(trees.map((tree) => removeEmpty(join(tree, this.#base, taskId))));
    return results.every((removed) => removed) ? 'removed' : 'busy';
  }

  async list(): Promise<readonly string[]> {
    const trees = await this.#trees();
    const found = await Promise.all(trees.map((tree) => subdirectories(join(tree, this.#base))));
    return [...new Set(found.flat())];
  }

  async leave(): Promise<void> {
    const trees = await this.#trees();
    await Promise.all(
      trees.map(async (tree) => {
        if (await removeEmpty(join(tree, this.#base))) await removeEmpty(join(tree, prefix));
      }),
    );
  }

  async #makeV1(parent: string, limits: TaskLimits): Promise<void> {
    const cpu = await this.#directory('cpu', parent);
    if (limits.cpus === undefined) await write(cpu, 'cpu.shares', limits.shares);
    else {
      await write(cpu, 'cpu.cfs_period_us', cpuPeriod);
      await write(cpu, 'cpu.cfs_quota_us', quotaOf(limits.cpus));
    }
    const memory = await this.#directory('memory', parent);
    if (limits.memory !== undefined) await write(memory, 'memory.limit_in_bytes', limits.memory);
  }

  async #makeV2(parent: string, limits: TaskLimits): Promise<void> {
    const { root } = this.#options;
    const directory = join(root, parent);
    await mkdir(directory, { recursive: true });
    // A group has the files of a controller only when each group above hands it down.
    for (const above of ['', prefix, this.#base]) {
      await write(join(root, above), 'cgroup.subtree_control', '+cpu +memory');
    }
    if (limits.cpus === undefined) await write(directory, 'cpu.weight', weightOf(limits.shares));
    else await write(directory, 'cpu.max', `${quotaOf(limits.cpus)} ${cpuPeriod}`);
    if (limits.memory !== undefined) await write(directory, 'memory.max', limits.memory);
  }

  async #directory(controller: string, parent: string): Promise<string> {
    const tree = join(this.#options.root, controller);
    const directory = join(tree, parent);
    await mkdir(directory, { recursive: true });
    // Old kernels count what is below a group only when told so, before there is anything below.
    if (controller === 'memory' && (await inheritance(directory)) === '0') {
      await write(directory, 'memory.use_hierarchy', 1);
    }
    return directory;
  }

  /** Where a group of ours may be: in the one tree of version 2, or in each of version 1. */
  async #trees(): Promise<readonly string[]> {
    const { root, version } = this.#options;
    return version === 2 ? [root] : (await subdirectories(root)).map((name) => join(root, name));
  }
}

const write = (directory: string, file: string, value: string | number): Promise<void> =>
  writeFile(join(directory, file), String(value));

async function inheritance(directory: string): Promise<string> {
  const text = await readFile(join(directory, 'memory.use_hierarchy'), 'utf8').catch(ifMissing('1'));
  return text.trim();
}

/** The kernel's own files in a group do not keep it from being removed; groups and processes do. */
async function removeEmpty(directory: string): Promise<boolean> {
  try {
    await rmdir(directory);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return true;
    if (hasCode(error, 'EBUSY') || hasCode(error, 'ENOTEMPTY')) return false;
    throw error;
  }
}

async function subdirectories(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(ifMissing([]));
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

/** For `catch`: a value in place of a file that is not there. */
export const ifMissing =
  <Value>(value: Value) =>
  (error: unknown): Value => {
    if (hasCode(error, 'ENOENT')) return value;
    throw error;
  };

export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
