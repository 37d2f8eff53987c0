import type { ImpairmentKind } from './fault.ts';

/** Which impairment the answer of `tc -j qdisc show` tells of. */
export function impairmentOf(json: string): ImpairmentKind | undefined {
  const parsed: unknown = JSON.parse(json.trim() === '' ? '[]' : json);
  const disciplines: readonly unknown[] = Array.isArray(parsed) ? parsed : [];
  for (const discipline of disciplines) {
    if (!isObject(discipline) || discipline['kind'] !== 'netem' || !isObject(discipline['options'])) continue;
    const { options } = discipline;
    if (options['delay'] !== undefined) return 'network-latency';
    if (options['loss-random'] !== undefined) return 'network-packet-loss';
  }
  return undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
