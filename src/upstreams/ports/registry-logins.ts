import type { Login, RegistryLogins } from '../../agent/backends/docker/registry-logins.ts';
import { partitionOf, rootArn } from '../../aws/arn.ts';
import { innerCall } from '../../aws/inner-call.ts';
import type { Service } from '../../aws/service.ts';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Ids } from '../../kernel/ids.ts';
import { listIn, numberIn, textIn } from './members.ts';

export interface EcrLoginsParts {
  readonly ecr: Service;
  readonly clock: Clock;
  readonly ids: Ids;
  /** For registries of others. */
  readonly others: RegistryLogins;
}

/** A login is good for twelve hours; it is used for all but the last of them. */
const MARGIN = 3_600_000;

interface Kept {
  readonly login: Login;
  readonly until: number;
}

/** Logins for the registries of an ECR that somebody else runs, by GetAuthorizationToken. */
export function upstreamRegistryLogins(parts: EcrLoginsParts): RegistryLogins {
  const { ecr, clock, ids, others } = parts;
  const kept = new Map<string, Kept>();
  return {
    async for(registry, signal) {
      const scope = ecrScope(registry);
      if (scope === undefined) return others.for(registry, signal);
      const known = kept.get(registry);
      if (known !== undefined && known.until > clock.now()) return known.login;
      const { account, region } = scope;
      const source = 'ECR GetAuthorizationToken';
      const principalArn = rootArn({ partition: partitionOf(region), account });
      const context = innerCall({ requestId: ids.uuid(), account, region, principalArn, signal });
      try {
        const answer = await ecr.handle('GetAuthorizationToken', {}, context);
        const [data] = listIn(answer, 'authorizationData');
        const token = Buffer.from(textIn(data, 'authorizationToken') ?? '', 'base64').toString();
        const colon = token.indexOf(':');
        const auth = {
          username: token.slice(0, Math.max(0, colon)),
          password: token.slice(colon + 1),
          serveraddress: registry,
        };
        const address = URL.parse(textIn(data, 'proxyEndpoint') ?? '')?.host;
        const login = { registry, source, auth, ...(address !== registry && { address }) };
        kept.set(registry, { login, until: (numberIn(data, 'expiresAt') ?? 0) * 1000 - MARGIN });
        return login;
      } catch (error) {
        if (signal.aborted) throw error;
        return { registry, source, problem: messageOf(error) };
      }
    },
  };
}

/** `123456789012.dkr.ecr.us-east-1.amazonaws.com` */
export function ecrScope(registry: string): { account: string; region: string } | undefined {
  const found = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/.exec(
    registry,
  );
  return found === null ? undefined : { account: found[1] ?? '', region: found[2] ?? '' };
}
