import { compatibilityProblem } from './compatibility.ts';
import { firstProblem, type Registration, type Rule } from './rule.ts';
import { dependencyRules } from './rules/dependencies.ts';
import { environmentRules } from './rules/environment.ts';
import { identityRules } from './rules/identity.ts';
import { lengthRule } from './rules/length.ts';
import { lifecycleRules } from './rules/lifecycle.ts';
import { linkRules } from './rules/links.ts';
import { linuxRules } from './rules/linux.ts';
import { loggingRules } from './rules/logging.ts';
import { networkRules } from './rules/network.ts';
import { portRules } from './rules/ports.ts';
import { resourceRules } from './rules/resources.ts';
import { roleRules } from './rules/roles.ts';
import { taskRules } from './rules/task.ts';
import { volumeRules } from './rules/volumes.ts';

/**
 * All that AWS asks of a task definition, in the order in which it most likely asks: names first, then the
 * parts, then what each required compatibility adds. AWS names one problem at a time, so the order shows.
 */
const rules: readonly Rule[] = [
  ...identityRules,
  ...roleRules,
  ...resourceRules,
  ...volumeRules,
  ...networkRules,
  ...portRules,
  ...linkRules,
  ...dependencyRules,
  ...environmentRules,
  ...loggingRules,
  ...lifecycleRules,
  ...linuxRules,
  ...taskRules,
  lengthRule,
  compatibilityProblem,
];

/** The text of the ClientException that refuses the registration, or nothing. */
export const registrationProblem = (definition: Registration): string | undefined =>
  firstProblem(rules, definition);
