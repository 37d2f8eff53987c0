import { messageOf } from '../../kernel/errors.ts';
import { linkLocalAddress, linkLocalPorts } from '../backends/link-local-host.ts';

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

/** The address is not one of this machine's: it is for a relay to listen there. */
export const isElsewhere = (error: unknown): boolean => codeOf(error) === 'EADDRNOTAVAIL';

/** Why the address is not held, for people. */
export function problemOf(error: unknown): string {
  const where = `${linkLocalAddress}:${linkLocalPorts.target}`;
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `${where} is in use on the engine's machine, by another Longshore or by the ECS agent`;
    case 'EADDRNOTAVAIL':
      return `${linkLocalAddress} is no address of this machine: the engine runs on another one`;
    case 'EPERM':
    case 'EACCES':
      return `the engine's machine does not let port ${linkLocalPorts.open} be led to ${where}`;
    case 'ENOENT':
    case 'EINVAL':
    case 'EPROTONOSUPPORT':
    case 'EOPNOTSUPP':
    case 'EAFNOSUPPORT':
      return `the kernel of the engine's machine has no nf_tables to lead port ${linkLocalPorts.open} to ${where}`;
    default:
      return messageOf(error);
  }
}
