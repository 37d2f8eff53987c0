import type { RegistryScope } from './tables.ts';

/**
 * How `repositoryUri` names a registry.
 * - `loopback`: `127.0.0.1:4566`. Every engine on this machine reaches it and needs no TLS; the login says
 *   which account and region are meant.
 * - `localhost`: `ACCOUNT.dkr.ecr.REGION.localhost:4566`, where the engine's resolver knows such names.
 * - `aws`: `ACCOUNT.dkr.ecr.REGION.amazonaws.com`, which `docker push` takes to the real AWS.
 */
export const ecrUriForms = ['loopback', 'localhost', 'aws'] as const;

export type EcrUriForm = (typeof ecrUriForms)[number];

/** The names of the registry, however they are written. */
export interface RegistryAddress {
  /** The first part of a `repositoryUri`. */
  hostOf(scope: RegistryScope): string;
  /** URL for `docker login`. */
  proxyEndpointOf(scope: RegistryScope): string;
}

export function registryAddress(form: EcrUriForm, endpoint: () => string): RegistryAddress {
  const port = (): string => new URL(endpoint()).port;
  const hostOf = (scope: RegistryScope): string => {
    switch (form) {
      case 'loopback':
        return `127.0.0.1:${port()}`;
      case 'localhost':
        return `${labels(scope)}.localhost:${port()}`;
      case 'aws':
        return awsHost(scope);
    }
  };
  return {
    hostOf,
    proxyEndpointOf: (scope) => `${form === 'aws' ? 'https' : 'http'}://${hostOf(scope)}`,
  };
}

const labels = ({ account, region }: RegistryScope): string => `${account}.dkr.ecr.${region}`;

export const awsHost = (scope: RegistryScope): string =>
  `${labels(scope)}.amazonaws.com${scope.region.startsWith('cn-') ? '.cn' : ''}`;

const FORM =
  /^(?<account>\d{12})\.dkr[.-]ecr\.(?<region>[a-z]{2,}(?:-[a-z]+)+-\d+)\.(?:localhost(?::\d+)?|amazonaws\.com(?:\.cn)?)$/;

/** Account and region that a host name of ECR states, AWS's own or the local one. */
export function scopeInHost(host: string): RegistryScope | undefined {
  const groups = FORM.exec(host.toLowerCase())?.groups;
  const { account, region } = groups ?? {};
  return account === undefined || region === undefined ? undefined : { account, region };
}
