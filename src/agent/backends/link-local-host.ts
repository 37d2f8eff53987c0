import type { RelayStream } from '../network/link-local-carrier.ts';

/** The link-local network: the range that AWS names, and the address in it at which the agent answers. */
export const linkLocalRange = '169.254.170.0/24';
export const linkLocalAddress = '169.254.170.2';
/** The port of clients, and the one to which it is led on: the ECS agent's own, so that nobody's 80 is taken. */
export const linkLocalPorts = { open: 80, target: 51_679 } as const;

export interface LinkLocalNetwork {
  /** The machine's network interface that has the address. */
  readonly interfaceName: string;
  /** Whether this installation made it: another one's goes when that one ends. */
  readonly isOwn: boolean;
}

/** The relay program at work on the engine's machine. Disposing it ends it and removes what it ran in. */
export interface RelayProcess extends RelayStream, AsyncDisposable {}

/**
 * What the engine's machine does so that containers find us at 169.254.170.2. A part of the `Backend`;
 * every method rejects with a `BackendError`.
 */
export interface LinkLocalHost {
  /**
   * Makes the network that gives the machine the address, unless there is one: this installation's, or
   * another one's. It has no containers in it.
   */
  ensureNetwork(signal: AbortSignal): Promise<LinkLocalNetwork>;
  /** Removes what there is of this installation: relays, and the network if it is its own. */
  clear(signal: AbortSignal): Promise<void>;
  /**
   * `redirect`: leads the port on to the target; `carry`: also listens there, for us. The signal ends also
   * what was started.
   */
  startRelay(role: 'redirect' | 'carry', signal: AbortSignal): Promise<RelayProcess>;
}
