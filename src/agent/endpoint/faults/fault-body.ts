import { isIP, isIPv4 } from 'node:net';

import { unreachable } from '../../../kernel/errors.ts';
import type { BlackholePort, Fault, FaultAction, FaultKind, NetworkLatency, PacketLoss } from './fault.ts';
import { DecodeError, Members } from './go-decoder.ts';

/** An impairment is stopped and looked at without a word about it. */
export const needsBody = (kind: FaultKind, action: FaultAction): boolean =>
  kind === 'network-blackhole-port' || action === 'start';

/** Reads and checks a request as the agent does, in its order and words; throws a `DecodeError`. */
export function parseFault(kind: FaultKind, body: Uint8Array): Fault {
  switch (kind) {
    case 'network-blackhole-port':
      return blackhole(Members.decode(body, 'NetworkBlackholePortRequest'));
    case 'network-latency':
      return latency(Members.decode(body, 'NetworkLatencyRequest'));
    case 'network-packet-loss':
      return packetLoss(Members.decode(body, 'NetworkPacketLossRequest'));
    default:
      return unreachable(kind);
  }
}

function blackhole(members: Members): BlackholePort {
  const port = required('Port', members.unsigned('Port', 16));
  const protocol = required('Protocol', members.text('Protocol'));
  const trafficType = required('TrafficType', members.text('TrafficType'));
  if (protocol !== 'tcp' && protocol !== 'udp') throw invalid(protocol, 'Protocol');
  if (trafficType !== 'ingress' && trafficType !== 'egress') throw invalid(trafficType, 'TrafficType');
  const sourcesToFilter = addresses(members, 'SourcesToFilter');
  return { kind: 'network-blackhole-port', port, protocol, trafficType, sourcesToFilter };
}

function latency(members: Members): NetworkLatency {
  const delayMs = required('DelayMilliseconds', members.unsigned('DelayMilliseconds', 64));
  const jitterMs = required('JitterMilliseconds', members.unsigned('JitterMilliseconds', 64));
  if (delayMs === 0 && jitterMs === 0) {
    throw new DecodeError('required either DelayMilliseconds or JitterMilliseconds to be non-zero');
  }
  return { kind: 'network-latency', delayMs, jitterMs, ...target(members) };
}

function packetLoss(members: Members): PacketLoss {
  const lossPercent = required('LossPercent', members.unsigned('LossPercent', 64));
  if (lossPercent < 1 || lossPercent > 100) throw invalid(String(lossPercent), 'LossPercent');
  return { kind: 'network-packet-loss', lossPercent, ...target(members) };
}

function target(members: Members): Pick<NetworkLatency, 'sources' | 'sourcesToFilter'> {
  const given = members.texts('Sources');
  if (given.length === 0) throw missing('Sources');
  const found = {
    sources: addresses(members, 'Sources'),
    sourcesToFilter: addresses(members, 'SourcesToFilter'),
  };
  const percent = members.unsigned('FlowsPercent', 64) ?? 100;
  if (percent < 1 || percent > 100) throw invalid(String(percent), 'FlowsPercent');
  if (percent < 100) {
    throw new DecodeError('FlowsPercent below 100 is not supported by this version of Longshore');
  }
  return found;
}

function required<Value extends string | number>(name: string, value: Value | undefined): Value {
  if (value === undefined || value === '') throw missing(name);
  return value;
}

function addresses(members: Members, name: string): readonly string[] {
  const given = members.texts(name);
  const strange = given.find((source) => !isAddress(source));
  if (strange !== undefined) throw invalid(strange, name);
  return given;
}

/** An address or a range, of either version. */
function isAddress(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  if (rest.length > 0 || isIP(address) === 0 || address.includes('%')) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv4(address) ? 32 : 128);
}

const missing = (name: string): DecodeError => new DecodeError(`required parameter ${name} is missing`);
const invalid = (value: string, name: string): DecodeError =>
  new DecodeError(`invalid value ${value} for parameter ${name}`);
