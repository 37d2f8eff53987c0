import { LongshoreError } from '../kernel/errors.ts';
import { isLoopback, isWildcard, parseHost, parseHostName } from './host-name.ts';

/**
 * Keeps out requests whose Host is not Longshore's own. A web page can make a browser call Longshore under
 * a name of the page's choice (DNS rebinding): the name that it must then send gives it away. Loopback
 * names and addresses always pass, because nobody else can answer to them.
 */
export interface HostGuard {
  /** Why this Host header is refused; `undefined` where it may pass. */
  refuse(host: string | undefined): string | undefined;
}

/**
 * `allowed`: `name`, `.name` (the name and all below it) or `*.name` (only what is below it).
 * `listening`: the address that was bound; a wildcard adds nothing.
 * Throws LongshoreError BAD_OPTION for an entry that is none of these.
 */
export function hostGuard(allowed: readonly string[], listening?: string): HostGuard {
  const rules = allowed.map(ruleOf);
  const own = listening === undefined ? undefined : parseHostName(listening);
  const isOwn = (name: string): boolean => name === own && !isWildcard(name);
  return {
    refuse(header) {
      if (header === undefined || header === '') return 'The request has no Host header.';
      const host = parseHost(header);
      if (host === undefined) return `The Host header ${quoted(header)} is malformed.`;
      const { name } = host;
      if (isLoopback(name) || isOwn(name) || rules.some((matches) => matches(name))) return undefined;
      return (
        `The Host ${quoted(name)} is not Longshore's own, so the request may come from a web page. ` +
        `If it is yours, start Longshore with --allow-host ${name.slice(0, LONGEST)}`
      );
    },
  };
}

type Rule = (name: string) => boolean;

function ruleOf(entry: string): Rule {
  const base = parseHostName(entry.replace(/^\*?\./, ''));
  if (base === undefined) {
    throw new LongshoreError('BAD_OPTION', `--allow-host ${quoted(entry)} is not a host name`, {
      hint: 'Give a name or an address without scheme and port, or *.name for all names below it.',
    });
  }
  const below = `.${base}`;
  if (entry.startsWith('*.')) return (name) => name.endsWith(below);
  if (entry.startsWith('.')) return (name) => name === base || name.endsWith(below);
  return (name) => name === base;
}

/** DNS names end here; what is longer is cut in messages. */
const LONGEST = 253;

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, LONGEST));
}
