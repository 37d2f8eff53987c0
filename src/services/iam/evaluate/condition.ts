import type { ContextKeys } from './context-keys.ts';
import { operatorNamed, type ValueTest } from './operators.ts';

/** One key under one operator of a `Condition`. */
export interface Condition {
  /** The key, and those of variables in its values, as written. */
  readonly keys: readonly string[];
  holds(context: ContextKeys): boolean;
}

type Quantifier = 'all' | 'any' | 'none';

const FORM = /^(?:(?<quantifier>ForAllValues|ForAnyValue):)?(?<name>[A-Za-z]+?)(?<optional>IfExists)?$/;

/** Whether AWS knows an operator of this name; `Null` takes no `IfExists`. */
export function isOperator(text: string): boolean {
  const { name = '', optional } = FORM.exec(text)?.groups ?? {};
  return name === 'Null' ? optional === undefined : operatorNamed(name) !== undefined;
}

/** An operator that is not known holds never. */
export function compileCondition(
  operator: string,
  key: string,
  values: readonly string[],
  variables: boolean,
): Condition {
  const { quantifier, name = '', optional } = FORM.exec(operator)?.groups ?? {};
  const lowerKey = key.toLowerCase();
  if (name === 'Null') {
    const wantsNone = values.some((value) => value.toLowerCase() === 'true');
    const wantsSome = values.some((value) => value.toLowerCase() === 'false');
    const holds = (context: ContextKeys): boolean =>
      isAbsent(context.get(lowerKey)) ? wantsNone : wantsSome;
    return { keys: [key], holds };
  }
  const found = operatorNamed(name);
  if (found === undefined) return { keys: [key], holds: () => false };
  const tests = values.map((value) => found.compile(value, variables));
  const asked: Quantifier =
    quantifier === 'ForAllValues' ? 'all' : quantifier === 'ForAnyValue' ? 'any' : 'none';
  const { isNegated } = found;
  return {
    keys: [key, ...tests.flatMap((test) => test.variables)],
    holds(context) {
      const given = context.get(lowerKey);
      if (isAbsent(given)) {
        if (asked === 'all' || optional !== undefined) return true;
        return asked === 'none' && isNegated;
      }
      return quantified(given, asked, isNegated, tests, context);
    },
  };
}

const isAbsent = (given: readonly string[] | undefined): given is undefined =>
  given === undefined || given.length === 0;

/** Values of the policy are alternatives; negated, none of them may match. */
function quantified(
  given: readonly string[],
  asked: Quantifier,
  isNegated: boolean,
  tests: readonly ValueTest[],
  context: ContextKeys,
): boolean {
  const fits = (value: string): boolean => isNegated !== tests.some((test) => test.matches(value, context));
  switch (asked) {
    case 'all':
      return given.every(fits);
    case 'any':
      return given.some(fits);
    case 'none':
      return isNegated ? given.every(fits) : given.some(fits);
    default:
      return asked satisfies never;
  }
}
