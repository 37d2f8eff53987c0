import { type Backend } from '../../../src/agent/backends/backend.ts';

/** Labels by which the simulated backend knows what a container does. */
export const simulate = (script: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(script).map(([name, value]) => [`longshore.simulate.${name}`, value]));

/** The simulated backend takes fewer arguments than the port; what stands in for a call gets them all. */
export function replace<Name extends keyof Backend>(backend: Backend, name: Name, call: Backend[Name]): void {
  backend[name] = call;
}

export const check = { command: ['CMD', 'true'], interval: 5, timeout: 5, retries: 3, startPeriod: 0 };
