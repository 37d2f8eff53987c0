import type {
  AccelerateConfiguration,
  CORSRule,
  GetBucketTaggingOutput,
  GetBucketWebsiteOutput,
  Grant,
  IntelligentTieringConfiguration,
  LifecycleRule,
  LoggingEnabled,
  MetricsConfiguration,
  NotificationConfiguration,
  OwnershipControls,
  PublicAccessBlockConfiguration,
  RequestPaymentConfiguration,
  ServerSideEncryptionConfiguration,
  TransitionDefaultMinimumObjectSize,
  VersioningConfiguration,
} from '../../../aws/contract/s3.types.gen.ts';

/** What was configured of a bucket, by the name of its subresource. */
export interface Settings {
  readonly tagging?: GetBucketTaggingOutput;
  readonly policy?: string;
  readonly acl?: readonly Grant[];
  /** `none`: deleted, so that what is on by default is off. */
  readonly publicAccessBlock?: PublicAccessBlockConfiguration | 'none';
  readonly ownershipControls?: OwnershipControls | 'none';
  readonly encryption?: ServerSideEncryptionConfiguration;
  readonly versioning?: VersioningConfiguration;
  readonly lifecycle?: Lifecycle;
  readonly cors?: readonly CORSRule[];
  readonly website?: GetBucketWebsiteOutput;
  readonly notification?: NotificationConfiguration;
  readonly logging?: LoggingEnabled;
  readonly requestPayment?: RequestPaymentConfiguration;
  readonly accelerate?: AccelerateConfiguration;
  readonly intelligentTiering?: readonly IntelligentTieringConfiguration[];
  readonly metrics?: readonly MetricsConfiguration[];
}

export interface Lifecycle {
  readonly rules: readonly LifecycleRule[];
  readonly minimumSize: TransitionDefaultMinimumObjectSize;
}
