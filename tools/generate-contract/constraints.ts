import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Protocol } from '../../src/aws/contract/contract.ts';
import type { ServiceSource } from './services.ts';

/** Constraints of one botocore shape. Structures are absent: their members are found by name. */
export interface ShapeFacts {
  readonly type: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  /** Constrained element of a list. */
  readonly member?: string;
}

/** What a service's model says that the SDK's runtime schemas leave out. Checked in, refreshed by hand. */
export interface ConstraintFacts {
  readonly source: string;
  readonly apiVersion: string;
  readonly serviceId: string;
  readonly signingName: string;
  readonly protocol: Protocol;
  readonly targetPrefix?: string;
  /** Errors by operation, in the model's order. */
  readonly operations: Record<string, string[]>;
  /** `Structure.member` → name of its constrained shape. */
  readonly members: Record<string, string>;
  readonly shapes: Record<string, ShapeFacts>;
}

interface BotocoreShape {
  type: string;
  min?: number;
  max?: number;
  pattern?: string;
  enum?: string[];
  members?: Record<string, { shape: string }>;
  member?: { shape: string };
}
interface BotocoreModel {
  metadata: Record<string, string>;
  operations: Record<string, { errors?: { shape: string }[] }>;
  shapes: Record<string, BotocoreShape>;
}

/** Downloads the current botocore wheel from the package index and reads the facts of each service. */
export function downloadFacts(services: readonly ServiceSource[]): Map<string, ConstraintFacts> {
  const dir = mkdtempSync(join(tmpdir(), 'longshore-botocore-'));
  try {
    execFileSync('pip', ['download', 'botocore', '--no-deps', '-q', '-d', dir], { stdio: 'inherit' });
    const wheel = readdirSync(dir).find((file) => file.endsWith('.whl'));
    if (wheel === undefined) throw new Error('pip downloaded no botocore wheel');
    execFileSync('python3', ['-m', 'zipfile', '-e', join(dir, wheel), dir]);
    const source = wheel.split('-').slice(0, 2).join(' ');
    return new Map(
      services.map((service) => {
        const file = join(dir, 'botocore/data', service.botocorePath, 'service-2.json.gz');
        const model = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as BotocoreModel;
        return [service.name, readFacts(model, source)];
      }),
    );
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function readFacts(model: BotocoreModel, source: string): ConstraintFacts {
  const { metadata } = model;
  const members: Record<string, string> = {};
  const shapes: Record<string, ShapeFacts> = {};

  /** Notes a shape's facts and says whether there are any; structures are walked on their own. */
  const note = (name: string): boolean => {
    const shape = model.shapes[name];
    if (shape === undefined || shape.type === 'structure' || shape.type === 'map') return false;
    const element = shape.type === 'list' && shape.member ? shape.member.shape : undefined;
    const elementNoted = element !== undefined && note(element);
    const wide = ['long', 'float', 'double'].includes(shape.type);
    if (shape.min === undefined && shape.max === undefined && !shape.pattern && !elementNoted && !wide)
      return false;
    shapes[name] = {
      type: shape.type,
      ...(shape.min !== undefined && { min: shape.min }),
      ...(shape.max !== undefined && { max: shape.max }),
      ...(shape.pattern !== undefined && { pattern: shape.pattern }),
      ...(elementNoted && { member: element }),
    };
    return true;
  };
  for (const [structure, shape] of Object.entries(model.shapes)) {
    for (const [member, target] of Object.entries(shape.members ?? {})) {
      if (note(target.shape)) members[`${structure}.${member}`] = target.shape;
    }
  }
  return {
    source,
    apiVersion: metadata.apiVersion ?? '',
    serviceId: metadata.serviceId ?? '',
    signingName: metadata.signingName ?? metadata.endpointPrefix ?? '',
    protocol: protocolOf(metadata),
    ...(metadata.targetPrefix !== undefined && { targetPrefix: metadata.targetPrefix }),
    operations: sorted(
      Object.fromEntries(
        Object.entries(model.operations).map(([name, { errors }]) => [
          name,
          (errors ?? []).map((e) => e.shape),
        ]),
      ),
    ),
    members: sorted(members),
    shapes: sorted(shapes),
  };
}

function protocolOf(metadata: Record<string, string>): Protocol {
  switch (metadata.protocol) {
    case 'json':
      return metadata.jsonVersion === '1.0' ? 'awsJson1.0' : 'awsJson1.1';
    case 'query':
      return 'awsQuery';
    case 'ec2':
      return 'ec2Query';
    case 'rest-json':
      return 'restJson1';
    case 'rest-xml':
      return 'restXml';
    case 'smithy-rpc-v2-cbor':
      return 'rpcv2Cbor';
    default:
      throw new Error(`botocore names an unknown protocol: ${metadata.protocol}`);
  }
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
