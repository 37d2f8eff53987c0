/** The agent's ECS_IMAGE_PULL_BEHAVIOR. */
export const pullBehaviors = ['default', 'always', 'once', 'prefer-cached'] as const;

/**
 * When an image is pulled.
 * - `default`: when the engine has none of that name, or one of ECR that was pushed again since. The agent's
 *   own default pulls first and uses what there is when that fails; on one's own machine that would replace
 *   images just built.
 * - `prefer-cached`: when the engine has none of that name.
 * - `always`: for every container, also if the engine has it.
 * - `once`: unless this installation has pulled it before and it is still there.
 */
export type PullBehavior = (typeof pullBehaviors)[number];

/** What a backend is to do for the behaviour. */
export function pullFor(
  behavior: PullBehavior,
  hasPulledBefore: () => boolean,
): 'missing' | 'outdated' | 'always' {
  switch (behavior) {
    case 'default':
      return 'outdated';
    case 'prefer-cached':
      return 'missing';
    case 'always':
      return 'always';
    case 'once':
      return hasPulledBefore() ? 'missing' : 'always';
  }
}

/** With these the agent stops the task when a pull fails, even that of a non-essential container. */
export function failureEndsTask(behavior: PullBehavior): boolean {
  return behavior === 'always' || behavior === 'once';
}
