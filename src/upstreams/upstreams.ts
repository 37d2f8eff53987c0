import { LongshoreError } from '../kernel/errors.ts';
import { awsEndpoint, signingNameOf } from './service-names.ts';

/** Who answers for a service in Longshore's place. */
export interface Upstream {
  /** Name in signatures. */
  readonly service: string;
  urlIn(region: string): URL;
}

/** The services that somebody else answers for. */
export interface Upstreams {
  /** `service`: name in signatures. `undefined`: Longshore itself does, or nobody. */
  find(service: string): Upstream | undefined;
  /** Names in signatures that were given, without `*` for all others. */
  readonly named: readonly string[];
  /** One for each address that was given and is not AWS itself. */
  readonly elsewhere: readonly Upstream[];
  /** Those that are AWS itself, which takes no signature that was made for another host. */
  readonly ofAws: readonly string[];
}

/** Where Longshore is itself: nobody else can be Amazon ECS for it. */
const OURS = 'ecs';
const HINT =
  'Give it as SERVICE=URL, such as s3=http://127.0.0.1:9000, *=URL for all others, or SERVICE=embedded.';

/**
 * `SERVICE=URL`; `*=URL` for every service that is not named; `SERVICE=embedded` keeps Longshore's own, and
 * the URL `aws` is AWS's endpoint in the region of each call. Throws LongshoreError BAD_OPTION.
 */
export function readUpstreams(entries: readonly string[]): Upstreams {
  const named = new Map<string, string>();
  for (const entry of entries) {
    const equals = entry.indexOf('=');
    const service = signingNameOf(entry.slice(0, Math.max(0, equals)).trim());
    const url = entry.slice(equals + 1).trim();
    if (equals <= 0 || url === '') throw bad(`'${entry}' is not SERVICE=URL`);
    if (service === OURS && url !== 'embedded') throw bad(`'${entry}': Longshore itself is Amazon ECS`);
    if (service !== '*' && !/^[a-z][\w-]*$/.test(service)) throw bad(`'${entry}' names no service`);
    if (named.has(service)) throw bad(`${service} is given twice`);
    if (url !== 'embedded' && url !== 'aws') checkUrl(url);
    named.set(service, url);
  }
  const names = [...named.keys()].filter((service) => service !== '*');
  // The first of those that share an address stands for them.
  const byUrl = new Map([...named].toReversed().map(([service, url]) => [url, service]));
  named.set(OURS, 'embedded');
  return {
    named: names,
    elsewhere: [...byUrl].flatMap(([url, service]) =>
      url === 'aws' || url === 'embedded' ? [] : [{ service, urlIn: () => new URL(url) }],
    ),
    ofAws: [...named].flatMap(([service, url]) => (url === 'aws' ? [service] : [])),
    find(service) {
      const url = named.get(service) ?? named.get('*') ?? 'embedded';
      if (url === 'embedded') return undefined;
      return { service, urlIn: (region) => new URL(url === 'aws' ? awsEndpoint(service, region) : url) };
    },
  };
}

function checkUrl(text: string): void {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw bad(`'${text}' is no URL of an endpoint, which begins with http:// or https://`);
  }
  if (url.username !== '' || url.password !== '') throw bad('credentials do not go into the URL');
}

const bad = (message: string): LongshoreError => new LongshoreError('BAD_OPTION', message, { hint: HINT });
