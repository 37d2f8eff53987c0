import type { Deadlines } from '../../../src/agent/deadlines.ts';
import { agentDeadlines } from '../../../src/agent/deadlines.ts';
import { findEngine } from '../../../src/docker/connect.ts';
import { hostView } from '../../../src/docker/host-view.ts';
import { type EngineHarness, engineHarness } from '../agent/engine-harness.ts';
import { type EngineProxy, startProxy } from './proxy.ts';

/** Patience of four seconds where the agent has minutes. */
export const shortDeadlines: Deadlines = {
  ...agentDeadlines,
  stage: 4000,
  create: 4000,
  start: 4000,
  stop: 4000,
};

export interface Troubled extends AsyncDisposable {
  readonly harness: EngineHarness;
  readonly proxy: EngineProxy;
}

/** An agent that reaches the real engine through a proxy. */
export async function troubledEngine(deadlines: Deadlines = shortDeadlines): Promise<Troubled> {
  await using undo = new AsyncDisposableStack();
  const endpoint = findEngine({ env: process.env, view: hostView() });
  if (endpoint.kind !== 'unix')
    throw new Error(`the proxy needs an engine on a socket, not ${endpoint.address}`);
  const proxy = undo.use(await startProxy(endpoint.path));
  const harness = undo.use(await engineHarness({ agentHost: proxy.address, deadlines }));
  const parts = undo.move();
  return { harness, proxy, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}
