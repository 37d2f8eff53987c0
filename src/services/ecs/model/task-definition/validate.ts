import { compatibilityProblem } from './compatibility.ts';
import { firstProblem, type Registration, type Rule } from './rule.ts';
import { dependencyRules } from './rules/dependencies.ts';
import { identityRules } from './rules/identity.ts';
import { linkRules } from './rules/links.ts';
import { portRules } from './rules/ports.ts';
import { resourceRules } from './rules/resources.ts';
import { roleRules } from './rules/roles.ts';

/**
 * All that AWS asks of a task definition, in the order in which it most likely asks: names first, then the
 * parts, then what each required compatibility adds. AWS names one problem at a time, so the order shows.
 */
const rules: readonly Rule[] = [
  ...identityRules,
  ...roleRules,
  ...resourceRules,
  ...portRules,
  ...linkRules,
  ...dependencyRules,
  compatibilityProblem,
];

/** The text of the ClientException that refuses the registration, or nothing. */
export const registrationProblem = (definition: Registration): string | undefined =>
  firstProblem(rules, definition);
