import { LongshoreError, messageOf } from '../kernel/errors.ts';
import { inUrl, isWildcard } from './host-name.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** The URL under which clients on this machine reach a server that listens at `address`. */
export function endpointOf({ host, port }: Address): string {
  const name = isWildcard(host) ? (host === '0.0.0.0' ? '127.0.0.1' : '::1') : host;
  return `http://${inUrl(name)}:${port}`;
}

/** Why listening failed, for a person. */
export function listenError(error: unknown, { host, port }: Address): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const where = `${inUrl(host)}:${port}`;
  switch (code) {
    case 'EADDRINUSE':
      return new LongshoreError('PORT_IN_USE', `${where} is in use by another program`, {
        hint: 'Stop that program (it may be another Longshore), or choose another port: --port 0 takes a free one.',
        cause: error,
      });
    case 'EACCES':
      return new LongshoreError('BAD_OPTION', `${where} may not be used: ${messageOf(error)}`, {
        hint: 'Choose a port above 1023.',
        cause: error,
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return new LongshoreError('BAD_OPTION', `${host} is no address of this machine`, {
        hint: 'Give --host an address of this machine: 127.0.0.1 for this machine only, 0.0.0.0 for all.',
        cause: error,
      });
    default:
      return error;
  }
}
