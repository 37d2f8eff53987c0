import type { SandboxRequest } from '../backends/backend.ts';

/** What sets a task's sandbox apart from any other; without these it may be one that stands ready. */
export type SandboxExtras = Omit<SandboxRequest, 'engineName' | 'attachment'>;

export const plain: SandboxExtras = { ports: [], sysctls: {} };

export const isPlain = ({ ports, portRanges = [], sysctls, sharedMemory }: SandboxExtras): boolean =>
  ports.length + portRanges.length + Object.keys(sysctls).length === 0 && sharedMemory === undefined;
