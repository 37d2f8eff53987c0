/**
 * Task-level `cpu` and `memory`: strings on the wire, in units and MiB or with a unit of their own
 * (`".25 vCPU"`, `"1 vcpu"`, `"0.5GB"`, `"1 GB"`). AWS keeps and echoes the plain numbers.
 */

/** CPU units, 1024 to a vCPU; `undefined` where the text is no amount of CPU. */
export function parseTaskCpu(text: string): number | undefined {
  return amount(text, /^(\d+|\d*\.\d+)\s*vcpu$/i);
}

/** MiB; `undefined` where the text is no amount of memory. */
export function parseTaskMemory(text: string): number | undefined {
  return amount(text, /^(\d+|\d*\.\d+)\s*gb$/i);
}

function amount(text: string, inBigUnits: RegExp): number | undefined {
  const trimmed = text.trim();
  const big = inBigUnits.exec(trimmed)?.[1];
  const value = big === undefined ? plain(trimmed) : Number(big) * 1024;
  return value !== undefined && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

const plain = (text: string): number | undefined => (/^\d+$/.test(text) ? Number(text) : undefined);

interface FargateSize {
  readonly memory: readonly number[];
  readonly windows: boolean;
}

const gib = (from: number, to: number, step: number): number[] =>
  Array.from({ length: (to - from) / step + 1 }, (_, index) => (from + index * step) * 1024);

/**
 * The sizes that Fargate sells. 32 vCPU stands in newer documents, but the API still refused it when it
 * was last asked (August 2026).
 */
const fargateSizes: ReadonlyMap<number, FargateSize> = new Map([
  [256, { memory: [512, 1024, 2048], windows: false }],
  [512, { memory: gib(1, 4, 1), windows: false }],
  [1024, { memory: gib(2, 8, 1), windows: true }],
  [2048, { memory: gib(4, 16, 1), windows: true }],
  [4096, { memory: gib(8, 30, 1), windows: true }],
  [8192, { memory: gib(16, 60, 4), windows: false }],
  [16384, { memory: gib(32, 120, 8), windows: false }],
]);

export function isFargateSize(cpu: number, memory: number, windows: boolean): boolean {
  const size = fargateSizes.get(cpu);
  return size !== undefined && size.memory.includes(memory) && (!windows || size.windows);
}
