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
  /** Bytes that are not held in memory: the body of a request or an answer, piece by piece. */
  | 'Stream'
  /** Free-form JSON, passed on as it came. */
  | 'Document';

/** The name of a scalar or a key of `ServiceContract.shapes`. */
export type ShapeName = string;

/**
 * How a member travels in the protocols that are not awsJson, as far as it is not an element (or a
 * parameter) of its own name. The tables of awsJson services have none.
 */
export interface MemberWire {
  /** A place other than the body; `headers`: all that begin with `name`; `payload`: it is the body. */
  readonly at?: 'label' | 'query' | 'header' | 'headers' | 'payload' | 'status';
  /** Of the element, attribute, query parameter or (in lower case) header. */
  readonly name?: string;
  /** Of the parameter in ec2Query, where it is not `name` with a capital. */
  readonly query?: string;
  /** A list without an element around its elements. */
  readonly flat?: true;
  readonly attribute?: true;
  /** Prefix and URI that the element declares. */
  readonly namespace?: readonly [prefix: string, uri: string];
  /** Where it is not what the protocol has for the place: HTTP dates in headers, else RFC 3339. */
  readonly time?: 'date-time' | 'http-date' | 'epoch-seconds';
}

export interface StructureShape {
  readonly kind: 'structure';
  readonly members: Readonly<Record<string, ShapeName>>;
  readonly required?: readonly string[];
  /** By member; those without an entry have nothing to say. */
  readonly wire?: Readonly<Record<string, MemberWire>>;
  /** The element's name where the structure is a whole document; its own name by default. */
  readonly element?: string;
}

/** A tagged union: a structure of which exactly one member is set. */
export interface UnionShape {
  readonly kind: 'union';
  readonly members: Readonly<Record<string, ShapeName>>;
  readonly wire?: Readonly<Record<string, MemberWire>>;
}

export interface ListShape {
  readonly kind: 'list';
  readonly member: ShapeName;
  /** XML name of the elements; `member` by default. */
  readonly element?: string;
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
  /** Where the protocol routes by method and path. */
  readonly http?: HttpBinding;
}

/** `/{Key+}?uploads`: a label with `+` takes the rest of the path; `x-id` only repeats the name. */
export interface HttpBinding {
  readonly method: string;
  readonly uri: string;
  /** Of success; 200 by default. */
  readonly status?: number;
  /** What stands before the endpoint's host. */
  readonly host?: string;
}

export interface ErrorContract {
  readonly status: number;
  readonly fault: 'client' | 'server';
  /** What the wire says instead of the shape's name: `NoSuchEntity` of NoSuchEntityException. */
  readonly code?: string;
  /** Where the member with the text is not `message`. */
  readonly messageMember?: 'Message';
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
  /** The service once spoke awsQuery, and tells clients that ask for it the error codes of then. */
  readonly isQueryCompatible?: true;
  /** Of the documents, for the XML protocols. */
  readonly xmlNamespace?: string;
  /** AWS names its own Java classes in some serialization errors; this is their package. */
  readonly javaPackage?: string;
  readonly operations: Table<OperationContract>;
  /** Operations that AWS has and that have no tables here, in one text; absent: all have. */
  readonly unlisted?: string;
  readonly errors: Table<ErrorContract>;
  readonly shapes: Table<Shape>;
}
