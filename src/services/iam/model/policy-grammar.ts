import { malformedPolicy } from '../errors.ts';
import { isOperator } from '../evaluate/condition.ts';

/** A statement whose elements have the types that the grammar of policies asks for. */
export interface PolicyStatement {
  readonly sid: string | undefined;
  /** Of `Action` or `NotAction`. */
  readonly actions: readonly string[] | undefined;
  /** Of `Resource` or `NotResource`. */
  readonly resources: readonly string[] | undefined;
  readonly hasPrincipal: boolean;
  /** Of `Principal` or `NotPrincipal`. */
  readonly principal: unknown;
}

export interface ParsedPolicy {
  readonly version: unknown;
  readonly statements: readonly PolicyStatement[];
}

type Fields = Readonly<Record<string, unknown>>;

const VERSIONS: readonly unknown[] = ['2012-10-17', '2008-10-17'];
const TOP: readonly string[] = ['Version', 'Id', 'Statement'];
const ELEMENTS: readonly string[] = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

const syntaxError = (): Error => malformedPolicy('Syntax errors in policy.');
/** What the first reader of IAM lets by, and the second does not. */
const legacyError = (): Error => malformedPolicy('The policy failed legacy parsing');

/**
 * Reads what https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html allows. Throws
 * MalformedPolicyDocument; `noJson` is its text for what is no JSON at all.
 */
export function parsePolicy(document: string, noJson: string): ParsedPolicy {
  let policy: unknown;
  try {
    policy = JSON.parse(document);
  } catch {
    throw malformedPolicy(noJson);
  }
  if (!isFields(policy) || !Object.keys(policy).every((name) => TOP.includes(name))) throw syntaxError();
  const { Version: version, Id: id, Statement: given } = policy;
  if (version !== undefined && !VERSIONS.includes(version)) throw syntaxError();
  if (id !== undefined && typeof id !== 'string') throw syntaxError();
  const statements: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (statements.length === 0) throw syntaxError();
  return { version, statements: statements.map(readStatement) };
}

function readStatement(statement: unknown): PolicyStatement {
  if (!isFields(statement)) throw syntaxError();
  if (!Object.keys(statement).every((name) => ELEMENTS.includes(name))) throw syntaxError();
  for (const pair of ['Action', 'Resource', 'Principal']) {
    if (pair in statement && `Not${pair}` in statement) throw syntaxError();
  }
  if (!('Effect' in statement)) throw malformedPolicy('Missing required field Effect');
  const { Effect: effect, Sid: sid, Condition: condition } = statement;
  if (typeof effect !== 'string') throw syntaxError();
  if (effect !== 'Allow' && effect !== 'Deny') {
    // Other spellings pass the first reader.
    if (/^(?:allow|deny)$/i.test(effect)) throw legacyError();
    throw malformedPolicy(`Invalid effect: ${effect}`);
  }
  if (sid !== undefined && typeof sid !== 'string') throw syntaxError();
  checkCondition(condition);
  return {
    sid,
    actions: textsOf(statement['Action'] ?? statement['NotAction']),
    resources: textsOf(statement['Resource'] ?? statement['NotResource']),
    hasPrincipal: 'Principal' in statement || 'NotPrincipal' in statement,
    principal: statement['Principal'] ?? statement['NotPrincipal'],
  };
}

/** An operator that nobody knows may stand there while it is empty. */
function checkCondition(condition: unknown): void {
  if (condition === undefined) return;
  if (!isFields(condition)) throw syntaxError();
  for (const [operator, keys] of Object.entries(condition)) {
    if (!isFields(keys)) throw syntaxError();
    if (!isOperator(operator) && Object.keys(keys).length > 0) throw syntaxError();
    for (const values of Object.values(keys)) {
      const list: readonly unknown[] = Array.isArray(values) ? values : [values];
      if (!list.every(isScalar)) throw syntaxError();
      if (/Date/.test(operator) && !list.every((value) => isTime(String(value)))) throw legacyError();
    }
  }
}

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** A variable may become a time. */
const isTime = (text: string): boolean =>
  /^\d+$/.test(text) || text.includes('${') || !Number.isNaN(Date.parse(text));

function textsOf(given: unknown): readonly string[] | undefined {
  if (given === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  return list.map((text) => {
    if (typeof text !== 'string') throw syntaxError();
    return text;
  });
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
