import { cpus, release, totalmem } from 'node:os';
import { createEngineClient } from '../src/docker/client.ts';
import { findEngine } from '../src/docker/connect.ts';
import { hostView } from '../src/docker/host-view.ts';

/** One line that says what the figures were measured on. */
export async function describeMachine(): Promise<string> {
  await using client = createEngineClient({ endpoint: findEngine({ env: process.env, view: hostView() }) });
  const { name, version, storageDriver, cgroupVersion } = await client.system.engineInfo();
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return (
    `${model}, ${cpus().length} cores, ${memory} GiB; kernel ${release()}; ` +
    `${name} ${version} (${storageDriver}, cgroup v${cgroupVersion}); node ${process.versions.node}`
  );
}
