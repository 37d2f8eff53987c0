import type { MemberWire, ServiceContract, ShapeName } from '../contract/contract.ts';
import { invalidEc2Value, unknownParameter } from './ec2-errors.ts';
import { numbered, type QueryNode, queryTree } from './query-tree.ts';
import { readScalar } from '../wire-scalar.ts';

/**
 * Parameters of an ec2Query call as the value that JSON would hold: `Filter.1.Value.1=a` becomes
 * `{Filters: [{Values: ['a']}]}`. Lists have no element around their elements. Names that the model has not
 * are refused: awsQuery leaves them behind, EC2 answers UnknownParameter.
 * https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
 */
export function readEc2Query(
  contract: ServiceContract,
  input: ShapeName,
  parameters: URLSearchParams,
): unknown {
  const own = [...parameters].filter(([name]) => !isOfTheCall(name));
  return structure(contract, input, queryTree(own), '', 0);
}

/** The element's name with a capital, save where the model has another for parameters. */
export function ec2ParameterName(member: string, wire: MemberWire | undefined): string {
  if (wire?.query !== undefined) return wire.query;
  const name = wire?.name ?? member;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** What every call may bring beside its own parameters: its name, and the signature in any of its forms. */
function isOfTheCall(name: string): boolean {
  return OF_THE_CALL.has(name) || /^x-amz-/i.test(name);
}

const OF_THE_CALL: ReadonlySet<string> = new Set([
  'Action',
  'Version',
  'AWSAccessKeyId',
  'Expires',
  'SecurityToken',
  'Signature',
  'SignatureMethod',
  'SignatureVersion',
  'Timestamp',
]);

/** No model of AWS nests deeper; it bounds the recursion. */
const MAX_DEPTH = 100;

function structure(
  contract: ServiceContract,
  name: ShapeName,
  node: QueryNode,
  path: string,
  depth: number,
): Record<string, unknown> {
  const shape = contract.shapes.get(name);
  const result: Record<string, unknown> = {};
  if (shape?.kind !== 'structure' && shape?.kind !== 'union') return result;
  // A model has two members for one parameter here and there; only names that nobody reads are unknown.
  const unread = new Set(node.below.keys());
  for (const [member, target] of Object.entries(shape.members)) {
    const parameter = ec2ParameterName(member, shape.wire?.[member]);
    const at = node.below.get(parameter);
    if (at === undefined) continue;
    unread.delete(parameter);
    result[member] = read(contract, target, at, path + parameter, depth + 1);
  }
  for (const parameter of unread) throw unknownParameter(path + parameter);
  return result;
}

function read(
  contract: ServiceContract,
  name: ShapeName,
  node: QueryNode,
  path: string,
  depth: number,
): unknown {
  if (depth > MAX_DEPTH) throw unknownParameter(path);
  const shape = contract.shapes.get(name);
  switch (shape?.kind) {
    case 'structure':
    case 'union':
      if (node.value !== undefined) throw unknownParameter(path);
      return structure(contract, name, node, `${path}.`, depth);
    case 'list': {
      const elements = numbered(node);
      // `Name=` is a list that is empty, as in awsQuery.
      if (elements.length < node.below.size || (node.value ?? '') !== '') throw unknownParameter(path);
      return elements.map(([step, element]) =>
        read(contract, shape.member, element, `${path}.${step}`, depth + 1),
      );
    }
    case 'map':
      throw unknownParameter(path);
    default: {
      const [below] = node.below.keys();
      if (below !== undefined) throw unknownParameter(`${path}.${below}`);
      const text = node.value ?? '';
      const kind = shape?.kind ?? name;
      return readScalar(kind, text, 'date-time', () => invalidEc2Value(text, path, expectation(kind)));
    }
  }
}

function expectation(kind: string): string {
  switch (kind.toLowerCase()) {
    case 'boolean':
      return 'Expecting true or false.';
    case 'timestamp':
      return 'Expecting a time of the form YYYY-MM-DDThh:mm:ss.sssZ.';
    case 'blob':
      return 'Expecting base64.';
    default:
      return 'Expecting a number.';
  }
}
