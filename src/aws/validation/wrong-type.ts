import { serializationError } from '../protocol-errors.ts';
import type { AwsError } from '../aws-error.ts';

/**
 * What AWS answers to a JSON value of the wrong type, in the dialect that Amazon ECS speaks: "STRING_VALUE
 * cannot be converted to Integer" and "Unrecognized collection type class
 * com.amazonaws.madison.frontend.RegisterTaskDefinitionRequest" are texts of real answers of 2024; the
 * rest is how DynamoDB, whose framework uses the same words, completes the table.
 */

/** The names that the texts use for the types of scalars. */
export type JavaScalar =
  | 'String'
  | 'Boolean'
  | 'Integer'
  | 'Long'
  | 'Float'
  | 'Double'
  | 'Date'
  | 'ByteBuffer';

/** `value` stands where a scalar is expected. */
export function notScalar(value: unknown, expected: JavaScalar): AwsError {
  if (Array.isArray(value)) return unrecognizedCollection(`class ${JAVA_CLASS[expected]}`);
  if (typeof value === 'object') return unexpectedObject();
  if (expected === 'ByteBuffer')
    return serializationError('only base-64-encoded strings are convertible to bytes');
  if (expected === 'Boolean' && typeof value === 'string') {
    return serializationError('Unexpected token received from parser');
  }
  return serializationError(`${token(value)} cannot be converted to ${expected}`);
}

/** `value` stands where a structure or union is expected; `javaClass` is that structure's class. */
export function notStructure(value: unknown, javaClass: string): AwsError {
  return Array.isArray(value) ? unrecognizedCollection(`class ${javaClass}`) : unexpectedScalar();
}

export function notMap(value: unknown): AwsError {
  return Array.isArray(value)
    ? unrecognizedCollection('java.util.Map<java.lang.String, java.lang.String>')
    : unexpectedScalar();
}

export function notList(value: unknown): AwsError {
  return typeof value === 'object' ? unexpectedObject() : unexpectedScalar();
}

const JAVA_CLASS: Readonly<Record<JavaScalar, string>> = {
  String: 'java.lang.String',
  Boolean: 'java.lang.Boolean',
  Integer: 'java.lang.Integer',
  Long: 'java.lang.Long',
  Float: 'java.lang.Float',
  Double: 'java.lang.Double',
  Date: 'java.util.Date',
  ByteBuffer: 'java.nio.ByteBuffer',
};

/** The parser's name of a scalar's JSON token. */
function token(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'STRING_VALUE';
    case 'boolean':
      return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
    default:
      return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
  }
}

const unrecognizedCollection = (type: string): AwsError =>
  serializationError(`Unrecognized collection type ${type}`);
const unexpectedObject = (): AwsError =>
  serializationError('Start of structure or map found where not expected');
const unexpectedScalar = (): AwsError => serializationError('Unexpected field type');
