import type { CORSRule } from '../../../aws/contract/s3.types.gen.ts';
import { invalidRequest, malformedXml } from '../errors.ts';

const METHODS: readonly string[] = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'];

/** Throws what S3 answers to rules that cannot be. */
export function checkCorsRules(rules: readonly CORSRule[]): void {
  if (rules.length === 0 || rules.length > 100) throw malformedXml();
  for (const { AllowedMethods, AllowedOrigins, AllowedHeaders = [], ExposeHeaders = [] } of rules) {
    if (AllowedMethods.length === 0 || AllowedOrigins.length === 0) throw malformedXml();
    for (const method of AllowedMethods) {
      if (!METHODS.includes(method)) {
        throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${method}`);
      }
    }
    for (const origin of AllowedOrigins) {
      if (wildcards(origin) > 1)
        throw invalidRequest(`AllowedOrigin "${origin}" can not have more than one wildcard.`);
    }
    for (const name of AllowedHeaders) {
      if (wildcards(name) > 1)
        throw invalidRequest(`AllowedHeader "${name}" can not have more than one wildcard.`);
    }
    for (const name of ExposeHeaders) {
      if (name.includes('*')) {
        throw invalidRequest(
          `ExposeHeader "${name}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
        );
      }
    }
  }
}

const wildcards = (text: string): number => text.split('*').length - 1;

/** What a page of another origin asks for. */
export interface CorsRequest {
  readonly origin: string;
  readonly method: string;
  /** Of a preflight: the headers that the page's request is to have. */
  readonly headers: readonly string[];
}

/** The headers of the first rule that allows the request; `undefined` where none does. */
export function corsHeaders(
  rules: readonly CORSRule[],
  { origin, method, headers }: CorsRequest,
): Readonly<Record<string, string>> | undefined {
  const rule = rules.find(
    ({ AllowedMethods, AllowedOrigins, AllowedHeaders = [] }) =>
      AllowedMethods.includes(method) &&
      AllowedOrigins.some((pattern) => fits(pattern, origin)) &&
      headers.every((name) =>
        AllowedHeaders.some((pattern) => fits(pattern.toLowerCase(), name.toLowerCase())),
      ),
  );
  if (rule === undefined) return undefined;
  const isForAll = rule.AllowedOrigins.includes('*');
  return {
    'access-control-allow-origin': isForAll ? '*' : origin,
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(headers.length > 0 && {
      'access-control-allow-headers': headers.map((name) => name.toLowerCase()).join(', '),
    }),
    ...(rule.ExposeHeaders !== undefined && {
      'access-control-expose-headers': rule.ExposeHeaders.join(', '),
    }),
    ...(rule.MaxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.MaxAgeSeconds) }),
    ...(!isForAll && { 'access-control-allow-credentials': 'true' }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

function fits(pattern: string, text: string): boolean {
  const [start = '', end] = pattern.split('*', 2);
  if (end === undefined) return pattern === text;
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}
