import { zonesOf } from './zones.ts';
import type { ServiceDetail } from '../../../aws/contract/ec2.types.gen.ts';
import { createHash } from 'node:crypto';

const gateways = ['s3', 'dynamodb'] as const;

/** What tasks and instances of ECS talk to from a private subnet. */
const interfaces = [
  'autoscaling', 'cloudformation', 'dynamodb', 'ec2', 'ec2messages', 'ecr.api', 'ecr.dkr', 'ecs', 'ecs-agent',
  'ecs-telemetry', 'elasticfilesystem', 'elasticloadbalancing', 'events', 'execute-api', 'guardduty-data',
  'kinesis-firehose', 'kinesis-streams', 'kms', 'lambda', 'logs', 'monitoring', 's3', 'scheduler',
  'secretsmanager', 'servicediscovery', 'sns', 'sqs', 'ssm', 'ssmmessages', 'states', 'sts', 'xray',
] as const; // prettier-ignore

/** The services that an endpoint can be made for in a region, those of the gateway type first. */
export const endpointServices = (region: string): ServiceDetail[] => [
  ...gateways.map((service) => detail(region, service, 'Gateway')),
  ...interfaces.map((service) => detail(region, service, 'Interface')),
];

function detail(region: string, service: string, ServiceType: 'Gateway' | 'Interface'): ServiceDetail {
  const zones = zonesOf(region);
  const name = `com.amazonaws.${region}.${service}`;
  // The names of ECR are turned round: `api.ecr.us-east-1`.
  const host = `${service.split('.').toReversed().join('.')}.${region}`;
  const privateNames = [`${service === 'ecr.dkr' ? '*.' : ''}${host}.amazonaws.com`];
  return {
    ServiceName: name,
    ServiceId: `vpce-svc-0${createHash('sha256').update(`${name} ${ServiceType}`).digest('hex').slice(0, 16)}`,
    ServiceType: [{ ServiceType }],
    ServiceRegion: region,
    AvailabilityZones: zones.map((zone) => zone.name),
    AvailabilityZoneIds: zones.map(({ id }) => id),
    Owner: 'amazon',
    BaseEndpointDnsNames: [
      ServiceType === 'Gateway' ? `${service}.${region}.amazonaws.com` : `${host}.vpce.amazonaws.com`,
    ],
    ...(ServiceType === 'Interface' && {
      PrivateDnsName: privateNames[0],
      PrivateDnsNames: privateNames.map((PrivateDnsName) => ({ PrivateDnsName })),
      PrivateDnsNameVerificationState: 'verified' as const,
    }),
    VpcEndpointPolicySupported: true,
    AcceptanceRequired: false,
    ManagesVpcEndpoints: false,
    SupportedIpAddressTypes: ['ipv4'],
    Tags: [],
  };
}
