import type { LogConfiguration } from '../../aws/contract/ecs.types.gen.ts';
import type { AwslogsPlan, LogPlan } from '../model/task-plan.ts';

export interface AwslogsNames {
  readonly container: string;
  /** 32 hexadecimal digits. */
  readonly taskId: string;
}

/** Where the output of a container with this driver goes, and how lines become events. */
export function awslogsPlan({ options = {} }: LogConfiguration, names: AwslogsNames): AwslogsPlan {
  const prefix = options['awslogs-stream-prefix'];
  const stream =
    prefix === undefined ? options['awslogs-stream'] : `${prefix}/${names.container}/${names.taskId}`;
  const {
    'awslogs-multiline-pattern': multilinePattern,
    'awslogs-datetime-format': datetimeFormat,
    'awslogs-force-flush-interval-seconds': flushInterval,
  } = options;
  return {
    // Registration has seen to it that there are both.
    region: options['awslogs-region'] ?? '',
    group: options['awslogs-group'] ?? '',
    createGroup: options['awslogs-create-group'] === 'true',
    ...(stream !== undefined && { stream }),
    ...(multilinePattern !== undefined && { multilinePattern }),
    ...(datetimeFormat !== undefined && { datetimeFormat }),
    ...(flushInterval !== undefined && { flushInterval: Number(flushInterval) }),
  };
}

/**
 * What the engine itself does with that output: it keeps it where we can follow it. A container that must
 * not wait for its log has the engine's own buffer before it, which drops what does not fit.
 */
export function engineLogOf({ options = {} }: LogConfiguration): LogPlan {
  const { mode, 'max-buffer-size': size = defaultBuffer } = options;
  // Where nothing is said, AWS's default may drop lines; a file on this machine has no need to.
  return { driver: 'json-file', options: mode === 'non-blocking' ? { mode, 'max-buffer-size': size } : {} };
}

/** The agent's. */
const defaultBuffer = '10m';
