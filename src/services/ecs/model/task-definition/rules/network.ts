import {
  type ContainerRule,
  eachContainer,
  firstOf,
  firstUsed,
  isWindows,
  networkModeOf,
  type Rule,
} from '../rule.ts';

/** Container members that cannot be had in every network namespace. */

/** A container that joins another's namespace takes names and resolvers from there; Docker refuses its own. */
const ownNames: ContainerRule = (container, definition) => {
  if (networkModeOf(definition) !== 'awsvpc') return undefined;
  const member = firstUsed([
    ['hostname', container.hostname !== undefined],
    // Seen for hostname; the rest of the row is (I).
    ['extraHosts', (container.extraHosts ?? []).length > 0],
    ['dnsServers', (container.dnsServers ?? []).length > 0],
    ['dnsSearchDomains', (container.dnsSearchDomains ?? []).length > 0],
    ['disableNetworking', container.disableNetworking === true],
  ]);
  return member === undefined
    ? undefined
    : `${member} is not supported on container when networkMode=awsvpc.`;
};

const extraHosts: ContainerRule = ({ name, extraHosts: hosts }) =>
  firstOf(
    hosts,
    ({ hostname, ipAddress }) =>
      hostname === '' || ipAddress === ''
        ? `Invalid 'extraHosts' setting for container '${name}'.`
        : undefined, // (I)
  );

const windows: Rule = (definition) => {
  const mode = definition.networkMode;
  return isWindows(definition) && (mode === 'host' || mode === 'none')
    ? `Windows tasks do not support network mode ${mode}.` // (I)
    : undefined;
};

export const networkRules: readonly Rule[] = [windows, eachContainer(ownNames, extraHosts)];
