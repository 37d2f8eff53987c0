import type { Credentials } from '../aws/sigv4/sign.ts';
import type { Clock } from '../kernel/clock.ts';
import { LongshoreError, messageOf } from '../kernel/errors.ts';
import { signingNameOf } from './service-names.ts';

export type ProfileCredentials = Credentials & { readonly expiration?: number };

/** A profile of the AWS CLI's and SDKs' shared files. */
export interface Profile {
  readonly name: string;
  readonly region: string | undefined;
  /** Renewed before they end. Rejects with LongshoreError BAD_OPTION where there are none. */
  credentials(): Promise<ProfileCredentials>;
  /** `endpoint_url` of the service's section, else of the profile. `service`: name in signatures. */
  endpointOf(service: string): string | undefined;
}

/** So long before they end, credentials are fetched anew. */
const RENEW_BEFORE = 5 * 60_000;

/**
 * Reads a profile by AWS's own package, which knows all its kinds of credentials: keys, roles, SSO, processes,
 * web identities. Throws LongshoreError BAD_OPTION where there is no such profile.
 */
export async function loadProfile(name: string, clock: Clock): Promise<Profile> {
  const { fromIni, loadSharedConfigFiles } = await import('./profile-packages.ts');
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const settings = configFile[name];
  if (settings === undefined && credentialsFile[name] === undefined) {
    throw new LongshoreError('BAD_OPTION', `there is no AWS profile ${name}`, {
      hint: 'Profiles lie in ~/.aws/config and ~/.aws/credentials; `aws configure list-profiles` shows them.',
    });
  }
  const sections: Readonly<Record<string, string | undefined>> =
    configFile[`services.${settings?.['services'] ?? ''}`] ?? {};
  const endpointOf = (service: string): string | undefined => {
    const own = Object.entries(sections).find(
      ([key]) =>
        key.endsWith('.endpoint_url') && nameOfSection(key.slice(0, -'.endpoint_url'.length)) === service,
    )?.[1];
    return own ?? settings?.['endpoint_url'] ?? credentialsFile[name]?.['endpoint_url'];
  };
  const region = settings?.['region'] ?? credentialsFile[name]?.['region'];
  const sts = settings?.['role_arn'] === undefined ? undefined : endpointOf('sts');
  const provider = fromIni({
    profile: name,
    ignoreCache: true,
    clientConfig: {
      ...(region !== undefined && { region }),
      ...(sts !== undefined && { endpoint: sts }),
    },
  });
  let kept: { readonly credentials: ProfileCredentials; readonly until: number } | undefined;
  let fetching: Promise<ProfileCredentials> | undefined;
  return {
    name,
    region,
    endpointOf,
    credentials() {
      if (kept !== undefined && clock.now() < kept.until) return Promise.resolve(kept.credentials);
      // Calls that come meanwhile wait for the same: it may start a program, or ask for a session.
      fetching ??= fetched().finally(() => (fetching = undefined));
      return fetching;
    },
  };

  async function fetched(): Promise<ProfileCredentials> {
    try {
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = await provider();
      const credentials = {
        accessKeyId,
        secretAccessKey,
        ...(sessionToken !== undefined && { sessionToken }),
        ...(expiration !== undefined && { expiration: expiration.getTime() }),
      };
      kept = { credentials, until: (expiration?.getTime() ?? Infinity) - RENEW_BEFORE };
      return credentials;
    } catch (error) {
      throw new LongshoreError(
        'BAD_OPTION',
        `the AWS profile ${name} gives no credentials: ${messageOf(error)}`,
        {
          hint: `Try \`aws sts get-caller-identity --profile ${name}\`, which says what it lacks.`,
          cause: error,
        },
      );
    }
  }
}

/** Sections are named after the services' ids, with lines in place of blanks. */
function nameOfSection(section: string): string {
  return SECTIONS[section] ?? signingNameOf(section.replaceAll('_', '-'));
}

const SECTIONS: Readonly<Record<string, string>> = {
  application_auto_scaling: 'application-autoscaling',
  cloudwatch_logs: 'logs',
  elastic_load_balancing_v2: 'elasticloadbalancing',
  secrets_manager: 'secretsmanager',
};
