/** What a rotation function is told, as AWS tells it: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_turn-on-for-other.html */
export interface RotationEvent {
  readonly Step: RotationStep;
  /** The secret's ARN. */
  readonly SecretId: string;
  /** Also the id of the version that is to become the current one. */
  readonly ClientRequestToken: string;
  /** Shows Secrets Manager that who puts the value is the one who was asked to. */
  readonly RotationToken: string;
}

export const rotationSteps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;
export type RotationStep = (typeof rotationSteps)[number];

/** Carries out the steps of a rotation, in the place of the Lambda function of this ARN. */
export interface RotationFunction {
  /** Rejects when the step has failed. */
  invoke(functionArn: string, event: RotationEvent, signal: AbortSignal): Promise<void>;
}
