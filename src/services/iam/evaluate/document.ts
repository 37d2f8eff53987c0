import type { ContextKeys } from './context-keys.ts';
import { compileArnPattern } from './arn-pattern.ts';
import { compileCondition, type Condition } from './condition.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import { compilePrincipals, type Closeness, type Principal } from './principals.ts';

/** One thing that somebody wants to do. */
export interface Request {
  /** `ecs:RunTask` */
  readonly action: string;
  readonly resource: string;
  readonly context: ContextKeys;
}

export interface Statement {
  readonly sid: string | undefined;
  readonly isAllow: boolean;
  /** Condition keys and variables that it asks for, as written. */
  readonly keys: readonly string[];
  /** Whether it is about this request, whoever makes it. */
  covers(request: Request): boolean;
  /** How closely it names who calls; `undefined`: it is not about him. */
  names(principal: Principal): Closeness | undefined;
}

/** A policy, ready to be held against requests. */
export interface CompiledPolicy {
  readonly statements: readonly Statement[];
}

/**
 * Compiles a policy that has been checked when it came in. What no policy could hold is left out: it grants
 * nothing. Each text is compiled once.
 */
export function compilePolicy(text: string): CompiledPolicy {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const policy = compile(parse(text));
  if (compiled.size >= mostKept) {
    const [oldest] = compiled.keys();
    if (oldest !== undefined) compiled.delete(oldest);
  }
  compiled.set(text, policy);
  return policy;
}

const mostKept = 1000;
const compiled = new Map<string, CompiledPolicy>();

type Fields = Readonly<Record<string, unknown>>;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function compile(policy: unknown): CompiledPolicy {
  if (!isFields(policy)) return { statements: [] };
  const variables = policy['Version'] === '2012-10-17';
  const statements = listOf(policy['Statement']).filter(isFields);
  return { statements: statements.map((statement) => compileStatement(statement, variables)) };
}

function compileStatement(statement: Fields, variables: boolean): Statement {
  const actions = element(statement, 'Action', (text) =>
    compilePattern(text, { wildcards: true, variables: false, ignoreCase: true }),
  );
  const resources = element(statement, 'Resource', (text) => compileArnPattern(text, variables));
  const conditions = conditionsOf(statement['Condition'], variables);
  const principals = 'Principal' in statement ? compilePrincipals(statement['Principal']) : undefined;
  const excepted = 'NotPrincipal' in statement ? compilePrincipals(statement['NotPrincipal']) : undefined;
  const sid = statement['Sid'];
  return {
    sid: typeof sid === 'string' ? sid : undefined,
    isAllow: statement['Effect'] === 'Allow',
    keys: [
      ...conditions.flatMap(({ keys }) => keys),
      ...(resources?.patterns.flatMap((pattern) => pattern.variables) ?? []),
    ],
    covers({ action, resource, context }) {
      if (actions === undefined || !covers(actions, action, context)) return false;
      // A policy of a role's trust has no resources: it is about the role.
      if (resources !== undefined && !covers(resources, resource, context)) return false;
      return conditions.every((condition) => condition.holds(context));
    },
    names(principal) {
      if (principals !== undefined) return principals.find(principal);
      return excepted !== undefined && excepted.find(principal) === undefined ? 'everyone' : undefined;
    },
  };
}

interface Element {
  readonly patterns: readonly Pattern[];
  /** `NotAction`, `NotResource`. */
  readonly isNegated: boolean;
}

function element(
  statement: Fields,
  name: 'Action' | 'Resource',
  read: (text: string) => Pattern,
): Element | undefined {
  const isNegated = !(name in statement);
  const given = statement[isNegated ? `Not${name}` : name];
  if (given === undefined) return undefined;
  const texts = listOf(given).filter((text) => typeof text === 'string');
  return { patterns: texts.map(read), isNegated };
}

const covers = ({ patterns, isNegated }: Element, value: string, context: ContextKeys): boolean =>
  isNegated !== patterns.some((pattern) => pattern.matches(value, context));

function conditionsOf(given: unknown, variables: boolean): readonly Condition[] {
  if (!isFields(given)) return [];
  return Object.entries(given).flatMap(([operator, keys]) =>
    isFields(keys)
      ? Object.entries(keys).map(([key, values]) =>
          compileCondition(operator, key, listOf(values).map(String), variables),
        )
      : [],
  );
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
