import { protocolError } from './errors.ts';

/** An Engine API version, `major.minor`. */
export interface ApiVersion {
  readonly major: number;
  readonly minor: number;
}

/** The newest API that this client was written against. Engine 29 refuses anything below 1.44. */
export const newestApi: ApiVersion = { major: 1, minor: 47 };
/** Engine 19.03. Older ones lack what an ECS agent needs (device requests, cgroup namespaces). */
export const oldestApi: ApiVersion = { major: 1, minor: 40 };

export function parseApiVersion(text: string): ApiVersion | undefined {
  const match = /^(\d+)\.(\d+)$/.exec(text.trim());
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]) };
}

export function compareApi(a: ApiVersion, b: ApiVersion): number {
  return a.major - b.major || a.minor - b.minor;
}

export function formatApi(version: ApiVersion): string {
  return `${version.major}.${version.minor}`;
}

export function apiAtLeast(version: ApiVersion, minor: number): boolean {
  return compareApi(version, { major: 1, minor }) >= 0;
}

/** Chooses what to speak from the `Api-Version` header of `/_ping`. Throws `protocol` if we cannot. */
export function chooseApi(header: string | undefined): ApiVersion {
  const offered = header === undefined ? undefined : parseApiVersion(header);
  if (offered === undefined) {
    throw protocolError(
      'GET /_ping',
      `the answer names no API version (Api-Version: ${header ?? 'missing'})`,
    );
  }
  if (compareApi(offered, oldestApi) < 0) {
    throw protocolError(
      'GET /_ping',
      `the engine speaks API ${formatApi(offered)} at most; ${formatApi(oldestApi)} or newer is needed`,
    );
  }
  return compareApi(offered, newestApi) < 0 ? offered : newestApi;
}
