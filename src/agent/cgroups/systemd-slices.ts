import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, ifMissing } from './cgroupfs.ts';
import { type TaskCgroups, type TaskLimits, cpuPeriod, quotaOf, weightOf } from './task-cgroups.ts';

export interface SystemdSlicesOptions {
  /** Units that last until the next boot: `/run/systemd/system`. */
  readonly units: string;
  readonly installation: string;
}

/**
 * For engines that leave control groups to systemd (cgroup driver `systemd`): what we wrote into a group
 * ourselves, systemd would write over. So a task has a slice of its own, `longshore-TASK.slice`, as a
 * unit file with the limits in systemd's terms. systemd reads it when the first container of the task
 * asks for the slice, and lets go of the slice when the last has ended.
 */
export class SystemdSlices implements TaskCgroups {
  readonly #options: SystemdSlicesOptions;

  constructor(options: SystemdSlicesOptions) {
    this.#options = options;
  }

  async make(taskId: string, limits: TaskLimits): Promise<string> {
    const { units, installation } = this.#options;
    const slice = sliceOf(taskId);
    await mkdir(units, { recursive: true });
    try {
      await writeFile(join(units, slice), unitFile(taskId, installation, limits), { flag: 'wx' });
    } catch (error) {
      // Its limits never change, and a unit that is in use should not.
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    return slice;
  }

  async remove(taskId: string): Promise<'removed'> {
    await rm(join(this.#options.units, sliceOf(taskId)), { force: true });
    return 'removed';
  }

  async list(): Promise<readonly string[]> {
    const { units, installation } = this.#options;
    const names = await readdir(units).catch(ifMissing([]));
    const found = names.map(async (name) => {
      const taskId = /^longshore-([^-]+)\.slice$/.exec(name)?.[1];
      if (taskId === undefined) return [];
      const text = await readFile(join(units, name), 'utf8').catch(ifMissing(''));
      return text.includes(marked(installation)) ? [taskId] : [];
    });
    return (await Promise.all(found)).flat();
  }

  async leave(): Promise<void> {
    // Nothing holds the unit files but systemd's own directory.
  }
}

const sliceOf = (taskId: string): string => `longshore-${taskId}.slice`;
const marked = (installation: string): string => `# longshore.installation=${installation}\n`;

export function unitFile(taskId: string, installation: string, limits: TaskLimits): string {
  const { cpus, memory, shares } = limits;
  const cpu =
    cpus === undefined
      ? [`CPUWeight=${weightOf(shares)}`]
      : [`CPUQuota=${(quotaOf(cpus) / cpuPeriod) * 100}%`, `CPUQuotaPeriodSec=${cpuPeriod / 1000}ms`];
  const lines = [
    '[Unit]',
    `Description=Longshore task ${taskId}`,
    'StopWhenUnneeded=yes',
    '[Slice]',
    ...cpu,
    ...(memory === undefined ? [] : [`MemoryMax=${memory}`]),
  ];
  return `${marked(installation)}${lines.join('\n')}\n`;
}
