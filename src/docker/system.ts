import type { Api } from './api.ts';
import type { CallOptions } from './calls.ts';
import { formatApi } from './version.ts';

export interface EngineInfo {
  readonly name: 'Docker Engine' | 'Podman Engine';
  readonly version: string;
  /** What we speak with it. */
  readonly apiVersion: string;
  readonly os: string;
  /** As Go names it: `amd64`, `arm64`. */
  readonly arch: string;
  readonly cgroupVersion: 1 | 2 | undefined;
  /** Who makes control groups: `cgroupfs` (the engine itself) or `systemd`. */
  readonly cgroupDriver: string | undefined;
  /** Of the machine that the engine runs on. */
  readonly hostName: string;
  readonly kernelVersion: string;
  readonly ncpu: number;
  readonly memoryBytes: number;
  readonly rootless: boolean;
  readonly storageDriver: string;
  /** The driver of containers that name none; Podman does not say. */
  readonly loggingDriver: string | undefined;
  readonly rootDirectory: string;
}

export interface System {
  readonly ping: (options?: CallOptions) => Promise<void>;
  readonly engineInfo: (options?: CallOptions) => Promise<EngineInfo>;
}

interface VersionAnswer {
  readonly Version: string;
  readonly Os: string;
  readonly Arch: string;
  readonly Components?: readonly { readonly Name: string }[] | null;
}

interface InfoAnswer {
  readonly NCPU: number;
  readonly MemTotal: number;
  readonly Driver: string;
  readonly CgroupVersion?: string;
  readonly CgroupDriver?: string;
  readonly Name: string;
  readonly KernelVersion: string;
  readonly SecurityOptions?: readonly string[] | null;
  readonly Rootless?: boolean;
  readonly LoggingDriver?: string;
  readonly DockerRootDir: string;
}

export function systemCalls(api: Api): System {
  return {
    ping: async (options) => {
      await api.ping(options?.signal);
    },
    engineInfo: async (options) => {
      const signal = options?.signal;
      const [spoken, version, info] = await Promise.all([
        api.version(signal),
        api.json<VersionAnswer>({ method: 'GET', path: '/version', signal }),
        api.json<InfoAnswer>({ method: 'GET', path: '/info', signal }),
      ]);
      return describeEngine(formatApi(spoken), version, info);
    },
  };
}

export function describeEngine(apiVersion: string, version: VersionAnswer, info: InfoAnswer): EngineInfo {
  const podman = version.Components?.some((component) => component.Name === 'Podman Engine') ?? false;
  return {
    name: podman ? 'Podman Engine' : 'Docker Engine',
    version: version.Version,
    apiVersion,
    os: version.Os,
    arch: version.Arch,
    cgroupVersion: info.CgroupVersion === '2' ? 2 : info.CgroupVersion === '1' ? 1 : undefined,
    cgroupDriver: info.CgroupDriver,
    hostName: info.Name,
    kernelVersion: info.KernelVersion,
    ncpu: info.NCPU,
    memoryBytes: info.MemTotal,
    rootless: info.Rootless ?? info.SecurityOptions?.some((option) => option === 'name=rootless') ?? false,
    storageDriver: info.Driver,
    loggingDriver: info.LoggingDriver === '' ? undefined : info.LoggingDriver,
    rootDirectory: info.DockerRootDir,
  };
}
