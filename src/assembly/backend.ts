import type { Backend } from '../agent/backends/backend.ts';
import { DockerBackend } from '../agent/backends/docker/index.ts';
import { registryLogins, type RegistryLogins } from '../agent/backends/docker/registry-logins.ts';
import { SimulatedBackend } from '../agent/backends/simulated/index.ts';
import type { ImageSource } from '../agent/hooks/image-source.ts';
import { LinkLocal, type LinkLocalParts } from '../agent/network/link-local.ts';
import { createEngineClient } from '../docker/client.ts';
import { findEngine } from '../docker/connect.ts';
import { isEngineError } from '../docker/errors.ts';
import { hostView } from '../docker/host-view.ts';
import type { Clock } from '../kernel/clock.ts';
import { LongshoreError, messageOf } from '../kernel/errors.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Installation } from '../store/installation.ts';
import type { LongshoreOptions } from './options.ts';

export interface BackendParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly source: ImageSource;
  /** Adds to the logins that lie on this machine. */
  readonly loginsWith: (others: RegistryLogins) => RegistryLogins;
}

/** What runs containers. Throws LongshoreError ENGINE_UNREACHABLE where the address of an engine makes no sense. */
export function openBackend(
  options: LongshoreOptions,
  installation: Installation,
  { clock, ids, source, loginsWith }: BackendParts,
): Backend {
  if (options.backend === 'simulated') return new SimulatedBackend({ clock, ids });
  try {
    const { env } = process;
    const view = hostView();
    const endpoint = findEngine({ env, view });
    return new DockerBackend({
      engine: createEngineClient({ endpoint }),
      clock,
      installation: installation.id,
      logins: loginsWith(registryLogins({ env, view, clock })),
      source,
    });
  } catch (error) {
    if (!isEngineError(error)) throw error;
    throw new LongshoreError('ENGINE_UNREACHABLE', messageOf(error), {
      hint: error.hint ?? 'Set DOCKER_HOST to a unix:// or tcp:// address.',
      cause: error,
    });
  }
}

/** `undefined` where tasks are to run without 169.254.170.2, or the backend has no such thing. */
export function openLinkLocal(
  options: LongshoreOptions,
  backend: Backend,
  clock: Clock,
  handlers: Pick<LinkLocalParts, 'handler' | 'api'>,
): LinkLocal | undefined {
  const { linkLocal: wish, log } = options;
  const { linkLocal: host } = backend;
  if (wish === 'off' || host === undefined) return undefined;
  return new LinkLocal({ host, wish, ...handlers, clock, log });
}
