import type { ContainerStats } from '../../../docker/stats-types.ts';

/** The engine's own stream of samples of one container, about one a second. */
export interface StatsSource {
  stats(runtimeId: string, signal: AbortSignal): AsyncIterable<ContainerStats>;
}
