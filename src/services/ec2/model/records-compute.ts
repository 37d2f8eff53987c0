import type {
  Image,
  InstanceMetadataOptionsResponse,
  RequestLaunchTemplateData,
  VolumeType,
  _InstanceType,
} from '../../../aws/contract/ec2.types.gen.ts';
import type { ResourceRecord } from './records.ts';

export interface LaunchTemplateRecord extends ResourceRecord {
  readonly name: string;
  readonly createdBy: string;
  readonly defaultVersion: number;
  /** The newest that is there. */
  readonly latestVersion: number;
  /** The newest that ever was: numbers are not given out twice. */
  readonly lastVersion: number;
}

/** Its `id` is made of the template's and the number. */
export interface LaunchTemplateVersionRecord extends ResourceRecord {
  readonly templateId: string;
  readonly number: number;
  readonly description?: string;
  readonly createdBy: string;
  readonly data: RequestLaunchTemplateData;
}

export interface KeyPairRecord extends ResourceRecord {
  readonly name: string;
  readonly type: 'rsa' | 'ed25519';
  readonly fingerprint: string;
  /** In OpenSSH's form. */
  readonly publicKey: string;
}

/** What an instance comes to rest in; what lies between follows from the time since. */
export type RestingState = 'running' | 'stopped' | 'terminated';

export interface ProfileAssociation {
  readonly id: string;
  readonly arn: string;
  readonly profileId: string;
  readonly since: number;
}

export interface InstanceRecord extends ResourceRecord {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly availabilityZone: string;
  readonly reservationId: string;
  readonly launchIndex: number;
  readonly imageId: string;
  /** What its image says: another Longshore may know other images. */
  readonly image: Pick<
    Image,
    'Architecture' | 'BootMode' | 'PlatformDetails' | 'RootDeviceName' | 'UsageOperation'
  >;
  readonly type: _InstanceType;
  readonly state: RestingState;
  /** When it was told to get there. */
  readonly stateSince: number;
  /** Why it left the state before: `User initiated (2026-11-26 12:00:00 GMT)`. */
  readonly transitionReason: string;
  readonly stateReason?: { readonly Code: string; readonly Message: string };
  readonly launchedAt: number;
  readonly keyName?: string;
  readonly userData?: string;
  readonly clientToken: string;
  readonly profile?: ProfileAssociation;
  readonly monitoring: boolean;
  readonly ebsOptimized: boolean;
  readonly disableApiTermination: boolean;
  readonly disableApiStop: boolean;
  readonly shutdownBehavior: 'stop' | 'terminate';
  readonly metadata: InstanceMetadataOptionsResponse;
  readonly tenancy: 'default' | 'dedicated' | 'host';
  readonly cpuCredits?: string;
  readonly spot: boolean;
  readonly enclave: boolean;
  readonly autoRecovery: 'default' | 'disabled';
  readonly hostnameType: 'ip-name' | 'resource-name';
  readonly nameRecordA: boolean;
  readonly nameRecordAaaa: boolean;
}

export interface VolumeRecord extends ResourceRecord {
  readonly availabilityZone: string;
  readonly instanceId: string;
  readonly device: string;
  readonly size: number;
  readonly type: VolumeType;
  readonly iops?: number;
  readonly throughput?: number;
  readonly encrypted: boolean;
  readonly kmsKeyId?: string;
  readonly snapshotId?: string;
  readonly deleteOnTermination: boolean;
  /** When its instance went and left it. */
  readonly detachedAt?: number;
}
