import { parseHost } from './host-name.ts';

/** The request headers that browsers set and that pages cannot forge. */
export interface BrowserHeaders {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}

/**
 * Why a request that a browser made for a foreign page is refused; `undefined` where it may pass. Clients
 * that are no browsers send neither header. No answer carries CORS headers, so that a page can never read
 * one; this guard also keeps its calls from having effects.
 */
export function refuseOrigin(headers: BrowserHeaders): string | undefined {
  const { origin, host } = headers;
  if (origin !== undefined && !isSameOrigin(origin, host ?? '')) {
    return `Longshore takes no calls from web pages of another origin (${JSON.stringify(origin.slice(0, 253))}).`;
  }
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return 'Longshore takes no calls from web pages of another site.';
  }
  return undefined;
}

/** Scheme, host and port must be those under which Longshore was called. */
function isSameOrigin(origin: string, host: string): boolean {
  const match = /^http:\/\/(.*)$/i.exec(origin);
  const from = parseHost(match?.[1] ?? '');
  const to = parseHost(host);
  if (from === undefined || to === undefined) return false;
  return from.name === to.name && (from.port ?? 80) === (to.port ?? 80);
}
