import type { EndpointHandler } from '../../../src/agent/endpoint/handler.ts';
import type { EngineHarness } from '../agent/engine-harness.ts';
import { engineHarness } from '../agent/engine-harness.ts';
import { waitFor } from '../e2e/wait-for.ts';

/** Answers with what was asked, by whom, and how long the body was; `?bytes=` adds as many letters. */
export const echo: EndpointHandler = ({ method, path, query, body, source }) =>
  Promise.resolve({
    status: 200,
    headers: { 'content-type': 'text/plain' },
    body: `${method} ${path} ${body.length} ${source}${'x'.repeat(Number(query.get('bytes') ?? 0))}`,
  });

export type Way = 'bind' | 'relay';

/** An agent that answers at 169.254.170.2, which is held when this resolves. */
export async function reachable(
  way: Way,
  options: Parameters<typeof engineHarness>[0] = {},
): Promise<EngineHarness> {
  const harness = await engineHarness({ ...options, linkLocal: { wish: way, handler: echo } });
  await held(harness, way);
  return harness;
}

/** Fails with the problem that there is instead. */
export async function held(harness: EngineHarness, way: Way): Promise<void> {
  const isHeld = (): true | undefined => (harness.linkLocal.state.way === way ? true : undefined);
  await waitFor(`169.254.170.2 to be held by ${way}`, isHeld, 30_000).catch((cause: unknown) => {
    throw new Error(`169.254.170.2 is ${JSON.stringify(harness.linkLocal.state)}`, { cause });
  });
}

/** Asks at 169.254.170.2 and writes the answer; says `none` where nothing answers. */
export const asking = (path: string): string =>
  `wget -q -O - http://169.254.170.2${path} 2>/dev/null && echo || echo none`;
