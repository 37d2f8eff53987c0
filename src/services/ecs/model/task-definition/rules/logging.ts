import type { LogConfiguration } from '../../../../../aws/contract/ecs.types.gen.ts';
import { type ContainerRule, eachContainer, firstOf, type Rule } from '../rule.ts';

/** Log drivers and FireLens. */

const required: Readonly<Record<string, readonly string[]>> = {
  awslogs: ['awslogs-region', 'awslogs-group'],
  splunk: ['splunk-url', 'splunk-token'],
};

/**
 * What AWS takes for awslogs; it refuses the rest. Options of the other drivers are left to the engine,
 * which knows its drivers better, save for FireLens, whose options belong to the router's output.
 */
const allowedForAwslogs: ReadonlySet<string> = new Set([
  'awslogs-create-group',
  'awslogs-credentials-endpoint',
  'awslogs-datetime-format',
  'awslogs-endpoint',
  'awslogs-force-flush-interval-seconds',
  'awslogs-format',
  'awslogs-group',
  'awslogs-max-buffered-events',
  'awslogs-multiline-pattern',
  'awslogs-region',
  'awslogs-stream',
  'awslogs-stream-prefix',
  'max-buffer-size',
  'mode',
  'tag',
]);

/** Secret options give a driver its options as well. */
const optionNames = ({ options = {}, secretOptions = [] }: LogConfiguration): readonly string[] => [
  ...Object.keys(options),
  ...secretOptions.map(({ name }) => name),
];

/** Which of the options a driver needs are not there, e.g. `awslogs-region, awslogs-group`. */
export function missingOptions(log: LogConfiguration, needed: readonly string[]): string | undefined {
  const given = optionNames(log);
  const missing = needed.filter((option) => !given.includes(option));
  return missing.length === 0
    ? undefined
    : `Log driver ${log.logDriver} requires options: ${missing.join(', ')}`;
}

const options: ContainerRule = ({ logConfiguration: log }) => {
  if (log === undefined) return undefined;
  const missing = missingOptions(log, required[log.logDriver] ?? []);
  if (missing !== undefined || log.logDriver !== 'awslogs') return missing;
  const disallowed = optionNames(log).filter((option) => !allowedForAwslogs.has(option));
  return disallowed.length === 0
    ? undefined
    : `Log driver awslogs disallows options: ${disallowed.join(', ')}`;
};

const values: ContainerRule = ({ logConfiguration: log }) => {
  const { mode, 'max-buffer-size': size } = log?.options ?? {};
  if (mode !== undefined && mode !== 'blocking' && mode !== 'non-blocking')
    return `Invalid log driver option 'mode': '${mode}'. It must be blocking or non-blocking.`; // (I)
  return size !== undefined && !/^\d+[kmg]?b?$/i.test(size)
    ? `Invalid log driver option 'max-buffer-size': '${size}'.` // (I)
    : undefined;
};

const firelens: Rule = ({ containerDefinitions }) => {
  const routers = containerDefinitions.filter((container) => container.firelensConfiguration !== undefined);
  const users = containerDefinitions.filter(
    ({ logConfiguration }) => logConfiguration?.logDriver === 'awsfirelens',
  );
  if (routers.length > 1)
    return 'Only one container in the task definition can have a firelensConfiguration object.'; // (I)
  if (users.length > 0 && routers.length === 0)
    return 'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.';
  if (routers.length > 0 && users.length === 0)
    return 'When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver.';
  return routers.some((router) => users.includes(router))
    ? 'A container that has a firelensConfiguration object cannot use the awsfirelens log driver.' // (I)
    : undefined;
};

const firelensOptions: ContainerRule = ({ firelensConfiguration }) =>
  firstOf(Object.entries(firelensConfiguration?.options ?? {}), ([option, value]) => {
    switch (option) {
      case 'enable-ecs-log-metadata':
        return value === 'true' || value === 'false' ? undefined : invalidOption(option, value);
      case 'config-file-type':
        return value === 's3' || value === 'file' ? undefined : invalidOption(option, value);
      case 'config-file-value': {
        const inS3 = firelensConfiguration?.options?.['config-file-type'] === 's3';
        return inS3 && !/^arn:[^:]+:s3:::[^/]+\/.+$/.test(value) ? 'Invalid arn syntax.' : undefined;
      }
      default:
        return `firelensConfiguration disallows options: ${option}`; // (I)
    }
  });

const invalidOption = (option: string, value: string): string =>
  `Invalid value '${value}' for the firelensConfiguration option '${option}'.`; // (I)

export const loggingRules: readonly Rule[] = [eachContainer(options, values, firelensOptions), firelens];
