/** What the engine's kernel takes. */
const fewestShares = 2;
const mostShares = 262_144;

/** The relative weight of so many ECS cpu units, as the agent gives it: 0, 1 and none are 2. */
export const cpuShares = (units: number): number => Math.min(mostShares, Math.max(fewestShares, units));
