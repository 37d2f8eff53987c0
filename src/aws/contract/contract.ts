import type { Table } from './table.ts';

/**
 * The shape of the generated tables in this folder: what one AWS service accepts and answers, as data.
 * Shapes are referred to by name; the names are AWS's own.
 */

/** Scalars that carry no constraint of their own. They need no entry in `ServiceContract.shapes`. */
export type ScalarName =
  | 'String'
  | 'Boolean'
  | 'Integer'
  | 'Long'
  | 'Float'
  | 'Double'
  /** JSON: seconds since 1970, with a fraction. */
  | 'Timestamp'
  /** JSON: base64 text. */
  | 'Blob'
  /** Free-form JSON, passed on as it came. */
  | 'Document';

/** The name of a scalar or a key of `ServiceContract.shapes`. */
export type ShapeName = string;

export interface StructureShape {
  readonly kind: 'structure';
  readonly members: Readonly<Record<string, ShapeName>>;
  readonly required?: readonly string[];
}

/** A tagged union: a structure of which exactly one member is set. */
export interface UnionShape {
  readonly kind: 'union';
  readonly members: Readonly<Record<string, ShapeName>>;
}

export interface ListShape {
  readonly kind: 'list';
  readonly member: ShapeName;
  /** Bounds of the number of elements. */
  readonly min?: number;
  readonly max?: number;
}

/** Keys are always strings on the wire. */
export interface MapShape {
  readonly kind: 'map';
  readonly key: ShapeName;
  readonly value: ShapeName;
}

/** A string with an enum, bounds of its length, or a pattern that must match as a whole. */
export interface StringShape {
  readonly kind: 'string';
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
}

/** A number with bounds of its value. */
export interface NumberShape {
  readonly kind: 'integer' | 'long' | 'float' | 'double';
  readonly min?: number;
  readonly max?: number;
}

/** Bytes with bounds of their number. JSON: base64 text. */
export interface BlobShape {
  readonly kind: 'blob';
  readonly min?: number;
  readonly max?: number;
}

export type Shape =
  | StructureShape
  | UnionShape
  | ListShape
  | MapShape
  | StringShape
  | NumberShape
  | BlobShape;

export interface OperationContract {
  readonly input: ShapeName;
  readonly output: ShapeName;
  /** Names of the modelled errors, keys of `ServiceContract.errors`. */
  readonly errors: readonly string[];
}

export interface ErrorContract {
  readonly status: number;
  readonly fault: 'client' | 'server';
  /** Members beside `message`. */
  readonly members?: Readonly<Record<string, ShapeName>>;
}

/** Wire protocols by the names that AWS's models use. */
export type Protocol =
  | 'awsJson1.0'
  | 'awsJson1.1'
  | 'awsQuery'
  | 'ec2Query'
  | 'restJson1'
  | 'restXml'
  | 'rpcv2Cbor';

export interface ServiceContract {
  readonly serviceId: string;
  /** The service in a SigV4 credential scope. */
  readonly signingName: string;
  /** The service in an ARN. */
  readonly arnNamespace: string;
  readonly apiVersion: string;
  readonly protocol: Protocol;
  /** What stands before the dot in `X-Amz-Target`, for the awsJson protocols. */
  readonly targetPrefix?: string;
  /** AWS names its own Java classes in some serialization errors; this is their package. */
  readonly javaPackage?: string;
  readonly operations: Table<OperationContract>;
  readonly errors: Table<ErrorContract>;
  readonly shapes: Table<Shape>;
}
