import { join } from 'node:path';

import type { HostView } from '../../../docker/host-view.ts';
import type { RegistryAuth } from '../../../docker/registry-auth.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { RegistryLogin } from '../backend.ts';
import { loginIn, serverOf } from './registry-logins-config.ts';
import { askHelper } from './registry-logins-helper.ts';

/** What a registry is told of who asks. The auth is sent to the engine; it is never kept or written. */
export interface Login {
  readonly registry: string;
  /** The file in which the user's logins lie, or the secret that the task names. */
  readonly source: string;
  readonly auth?: RegistryAuth | undefined;
  /** Where the registry really is, as `127.0.0.1:5000`; absent: where its name says. */
  readonly address?: string | undefined;
  /** Why there is none, where something stood in the way. A public image needs none. */
  readonly problem?: string;
}

export interface RegistryLogins {
  /** `registry`: `docker.io`, or a host with its port. Rejects only when the signal is aborted. */
  for(registry: string, signal: AbortSignal): Promise<Login>;
}

export interface RegistryLoginsOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly view: Pick<HostView, 'home' | 'readText'>;
  readonly clock: Clock;
}

/** The logins that `docker login` has left on this machine; read anew each time, for they change. */
export function registryLogins({ env, view, clock }: RegistryLoginsOptions): RegistryLogins {
  const source = join(env['DOCKER_CONFIG'] || join(view.home, '.docker'), 'config.json');
  return {
    async for(registry, signal) {
      try {
        const text = view.readText(source);
        const configured = loginIn(text ?? '', registry);
        switch (configured.kind) {
          case 'none':
            return { registry, source };
          case 'auth':
            return { registry, source, auth: configured.auth };
          case 'helper':
            return { registry, source, auth: await askHelper({ ...configured, env }, clock, signal) };
        }
      } catch (error) {
        if (signal.aborted) throw error;
        // A parser's message quotes the text that it stumbled over, which may be a password.
        const problem = error instanceof SyntaxError ? 'it is not JSON' : messageOf(error);
        return { registry, source, problem };
      }
    },
  };
}

/** The login that the task itself brings. */
export function taskLogin({ source, username, password }: RegistryLogin, registry: string): Login {
  return { registry, source, auth: { username, password, serveraddress: serverOf(registry) } };
}

/** For people whom a registry has refused. */
export function describeLogin({ registry, source, auth, problem }: Login): string {
  if (problem !== undefined) return `asked without a login: ${source} cannot be used: ${problem}`;
  if (auth === undefined) return `asked without a login: ${source} has none for ${registry}`;
  return `asked with the login for ${registry} from ${source}`;
}
