import type { RunInstancesRequest } from '../../../aws/contract/ec2.types.gen.ts';
import { badValue, missingParameter, unsupported } from '../errors.ts';
import {
  invalidUserData,
  tooManyInstances,
  unsupportedArchitecture,
  userDataTooLong,
} from '../errors-compute.ts';
import { find, newId } from '../model/find.ts';
import { forgetInstances } from '../model/instances.ts';
import { resolveImage } from '../model/image-alias.ts';
import { keyPairNamed } from '../model/key-pairs.ts';
import { attachInterfaces, launchNetwork, tagTypes } from '../model/launch-network.ts';
import { launchRequest } from '../model/launch-request.ts';
import { attachVolumes } from '../model/launch-volumes.ts';
import { metadataOptions } from '../model/metadata-options.ts';
import { newProfileAssociation } from '../model/profile-associations.ts';
import type { InstanceRecord } from '../model/records-compute.ts';
import { reservationsOf } from '../model/show-instance.ts';
import { newTags } from '../model/tags.ts';
import type { Ec2Call, Ec2Operation } from '../operation.ts';

/** AWS's quota of one type, as it was for everybody while it counted instances. */
const mostAtOnce = 20;

/** Instances are records: they have addresses, disks and states, and nothing runs in them. */
export const runInstances: Ec2Operation<'RunInstances'> = (input, call) => {
  const request = launchRequest(call, input);
  const { account, region, now, ids } = call;
  const count = countOf(request);
  if (request.ImageId === undefined) throw missingParameter('ImageId');
  const imageId = resolveImage(call, request.ImageId);
  const image = call.catalog.image(region, imageId);
  const type = request.InstanceType ?? 'm1.small';
  const architecture = call.catalog.type(type)?.family.architecture;
  if (architecture !== undefined && architecture !== image.Architecture) {
    throw unsupportedArchitecture(architecture, image.Architecture ?? '');
  }
  checkPlacement(request);
  const keyName = request.KeyName === undefined ? undefined : keyPairNamed(call, request.KeyName).name;
  const network = launchNetwork(call, request);
  const { subnet } = network;
  const reservationId = `r-0${ids.hex(16)}`;
  const tags = newTags(request.TagSpecifications, 'instance', tagTypes);
  const made = Array.from({ length: count }, (_, launchIndex): InstanceRecord => {
    const id = newId(call, 'instance');
    attachInterfaces(call, id, network, request);
    attachVolumes(call, { instanceId: id, availabilityZone: subnet.availabilityZone }, image, request);
    return {
      account,
      region,
      id,
      createdAt: now,
      tags,
      vpcId: subnet.vpcId,
      subnetId: subnet.id,
      availabilityZone: subnet.availabilityZone,
      reservationId,
      launchIndex,
      imageId,
      image: {
        Architecture: image.Architecture,
        BootMode: image.BootMode,
        PlatformDetails: image.PlatformDetails,
        RootDeviceName: image.RootDeviceName,
        UsageOperation: image.UsageOperation,
      },
      type,
      state: 'running',
      stateSince: now,
      transitionReason: '',
      launchedAt: now,
      keyName,
      userData: userDataOf(request),
      clientToken: request.ClientToken ?? ids.uuid(),
      profile: request.IamInstanceProfile && newProfileAssociation(call, request.IamInstanceProfile),
      monitoring: request.Monitoring?.Enabled ?? false,
      ebsOptimized: request.EbsOptimized ?? false,
      disableApiTermination: request.DisableApiTermination ?? false,
      disableApiStop: request.DisableApiStop ?? false,
      shutdownBehavior: request.InstanceInitiatedShutdownBehavior ?? 'stop',
      metadata: metadataOptions(image, request.MetadataOptions),
      tenancy: request.Placement?.Tenancy ?? find(call, 'vpc', subnet.vpcId).tenancy,
      cpuCredits: creditsOf(call, type, request),
      spot: request.InstanceMarketOptions?.MarketType === 'spot',
      enclave: request.EnclaveOptions?.Enabled ?? false,
      autoRecovery: request.MaintenanceOptions?.AutoRecovery ?? 'default',
      hostnameType: request.PrivateDnsNameOptions?.HostnameType ?? subnet.hostnameType,
      nameRecordA: request.PrivateDnsNameOptions?.EnableResourceNameDnsARecord ?? subnet.nameRecordA,
      nameRecordAaaa: request.PrivateDnsNameOptions?.EnableResourceNameDnsAAAARecord ?? subnet.nameRecordAaaa,
    };
  });
  for (const instance of made) call.tables.instance.put(instance);
  forgetInstances(call);
  const [reservation = {}] = reservationsOf(call, made);
  return reservation;
};

function countOf({ MinCount, MaxCount }: RunInstancesRequest): number {
  if (MinCount < 1) throw badValue(MinCount, 'minCount', 'Expecting a value greater than 0.'); // (I)
  if (MaxCount < MinCount) throw badValue(MaxCount, 'maxCount', 'It must not be smaller than minCount.'); // (I)
  if (MinCount > mostAtOnce) throw tooManyInstances(MinCount, mostAtOnce);
  // As many as there may be, from the least that will do.
  return Math.min(MaxCount, mostAtOnce);
}

function checkPlacement({ Placement = {}, InstanceMarketOptions }: RunInstancesRequest): void {
  const { AvailabilityZone: _zone, AvailabilityZoneId: _id, Tenancy: _tenancy, ...others } = Placement;
  const [other] = Object.keys(others);
  if (other !== undefined) throw unsupported(`Placement.${other}`);
  const market = InstanceMarketOptions?.MarketType;
  if (market !== undefined && market !== 'spot' && market !== 'on-demand')
    throw unsupported(`MarketType=${market}`);
}

function userDataOf({ UserData }: RunInstancesRequest): string | undefined {
  if (UserData === undefined) return undefined;
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(UserData)) throw invalidUserData();
  if (Buffer.from(UserData, 'base64').length > 16_384) throw userDataTooLong();
  return UserData;
}

/** Only burstable types have any: `unlimited` from the third generation on. */
function creditsOf(
  call: Ec2Call,
  type: string,
  { CreditSpecification }: RunInstancesRequest,
): string | undefined {
  if (call.catalog.type(type)?.family.burstable !== true) return undefined;
  const given = CreditSpecification?.CpuCredits;
  if (given !== undefined && given !== 'standard' && given !== 'unlimited')
    throw badValue(given, 'cpuCredits');
  return given ?? (type.startsWith('t2.') ? 'standard' : 'unlimited');
}
