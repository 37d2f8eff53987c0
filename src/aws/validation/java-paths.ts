import { violationsMessage, type Violation } from './violation.ts';

/**
 * The text of constraint violations for a service whose members begin with capitals: AWS names them as its
 * Java beans do, `at 'passwordLength'` for `PasswordLength`.
 */
export function javaViolationsMessage(violations: readonly Violation[]): string {
  return violationsMessage(
    violations.map((violation) => ({
      ...violation,
      message: violation.message.replace(`at '${violation.path}'`, `at '${javaPath(violation.path)}'`),
    })),
  );
}

const javaPath = (path: string): string =>
  path
    .split('.')
    .map((part) => part.charAt(0).toLowerCase() + part.slice(1))
    .join('.');
