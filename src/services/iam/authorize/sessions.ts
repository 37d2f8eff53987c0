/** What IAM asks of STS: whose permissions temporary credentials have. Stated here; `assembly` hands it over. */
export interface SessionSource {
  session(accessKeyId: string): AuthorizedSession | undefined;
}

export interface AuthorizedSession {
  readonly principalArn: string;
  readonly account: string;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly origin?: {
    readonly kind: 'role' | 'user' | 'root' | 'federated';
    readonly entityArn: string;
    readonly policy?: string;
    readonly policyArns?: readonly string[];
    readonly tags?: Readonly<Record<string, string>>;
    readonly sourceIdentity?: string;
    readonly mfaAt?: number;
    readonly provider?: string;
    readonly claims?: Readonly<Record<string, string>>;
  };
}
