/** Whether policies decide what calls may do. */
export const iamModes = ['off', 'soft', 'strict'] as const;

export type IamMode = (typeof iamModes)[number];

/** `soft`: what policies deny is told and passes all the same. `strict`: it is refused. */
export type Enforcement = Exclude<IamMode, 'off'>;

/** What is said of it at the start. */
export const modeText: Readonly<Record<IamMode, string>> = {
  off: 'IAM policies are kept but not enforced: every call may do everything (--iam off)',
  soft: 'IAM policies are weighed: what they deny is told here and passes all the same (--iam soft)',
  strict: 'IAM policies are enforced: what they do not allow is refused (--iam strict)',
};
