import type { Clock } from '../kernel/clock.ts';
import { messageOf } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { Connections } from './connections.ts';
import { upstreamFailed } from './refusal.ts';
import { readUpstreams } from './upstreams.ts';

/**
 * Says at the start who cannot be reached: an upstream may well come up later, but a wrong address is told
 * before a call fails by it. Any answer will do; AWS itself is not asked.
 */
export function tryUpstreams(entries: readonly string[], clock: Clock, log: Log): Disposable {
  const connections = new Connections(clock);
  let isOver = false;
  for (const upstream of readUpstreams(entries).elsewhere) {
    const { service } = upstream;
    const url = upstream.urlIn('us-east-1');
    const head = { method: 'HEAD', path: '/', headers: ['Host', url.host] };
    const asked = connections.open(url, head, (error) => {
      if (isOver) return;
      log.warn({ service }, upstreamFailed(service, url, messageOf(error), error.isSlow).message);
    });
    asked.once('response', () => asked.destroy());
    asked.end();
  }
  return {
    [Symbol.dispose]() {
      isOver = true;
      connections[Symbol.dispose]();
    },
  };
}
