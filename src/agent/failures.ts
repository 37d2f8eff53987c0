import { DeadlineError } from '../kernel/deadline.ts';
import { messageOf } from '../kernel/errors.ts';
import { BackendError } from './backends/backend.ts';
import { InterfaceError } from './hooks/interface-error.ts';
import { ResourceError } from './hooks/resource-error.ts';
import type { Effect, NamedError, Observation } from './machine/observation.ts';

const namesByEffect = {
  pull: 'CannotPullContainerError',
  create: 'CannotCreateContainerError',
  start: 'CannotStartContainerError',
  stop: 'CannotStopContainerError',
  stage: 'ResourceInitializationError',
} as const;

const verbsByEffect = {
  pull: 'pulled',
  create: 'created',
  start: 'running',
  stop: 'stopped',
  stage: 'resources provisioned',
} as const;

/** What went wrong with an effect, with the reference agent's names. A cancellation cannot fail. */
export function failureOf(effect: Effect, error: unknown): Observation {
  if (effect.kind === 'cancel') throw error;
  if (effect.kind === 'stage') {
    const failed = { kind: 'stage-failed', stage: effect.stage, error: told(effect.kind, error) } as const;
    return error instanceof InterfaceError ? { ...failed, taskReason: error.taskReason } : failed;
  }
  return containerFailure(effect.kind, effect.container, error);
}

type Failed = Observation & { readonly kind: 'failed' };

export function containerFailure(effect: Failed['effect'], container: string, error: unknown): Failed {
  const failed: Failed = { kind: 'failed', container, effect, error: told(effect, error) };
  if (error instanceof ResourceError) return { ...failed, endsTask: true, taskReason: error.taskReason };
  return error instanceof BackendError && error.remake ? { ...failed, remake: true } : failed;
}

function told(effect: keyof typeof verbsByEffect, error: unknown): NamedError {
  return error instanceof DeadlineError
    ? timedOut(verbsByEffect[effect], error.after)
    : named(error, namesByEffect[effect]);
}

const timedOut = (verb: string, after: number): NamedError => ({
  name: 'DockerTimeoutError',
  message: `Could not transition to ${verb}; timed out after waiting ${spell(after)}`,
});

function named(error: unknown, fallback: string): NamedError {
  return { name: error instanceof BackendError ? error.name : fallback, message: messageOf(error) };
}

/** As Go prints a duration: `4m0s`, `2h0m0s`. */
function spell(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = `${Math.floor((seconds % 3600) / 60)}m${seconds % 60}s`;
  return hours === 0 ? minutes : `${hours}h${minutes}`;
}
