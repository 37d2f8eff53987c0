import type {
  Image,
  InstanceMetadataOptionsRequest,
  InstanceMetadataOptionsResponse,
} from '../../../aws/contract/ec2.types.gen.ts';
import { badValue } from '../errors.ts';

/** The options of the metadata service that an instance begins with: its image may ask for IMDSv2. */
export function metadataOptions(
  image: Image,
  asked: InstanceMetadataOptionsRequest | undefined,
): InstanceMetadataOptionsResponse {
  const isV2 = image.ImdsSupport === 'v2.0';
  return changedMetadataOptions(
    {
      State: 'applied',
      HttpTokens: isV2 ? 'required' : 'optional',
      HttpPutResponseHopLimit: isV2 ? 2 : 1,
      HttpEndpoint: 'enabled',
      HttpProtocolIpv6: 'disabled',
      InstanceMetadataTags: 'disabled',
    },
    asked,
  );
}

export function changedMetadataOptions(
  present: InstanceMetadataOptionsResponse,
  asked: InstanceMetadataOptionsRequest | undefined,
): InstanceMetadataOptionsResponse {
  const hops = asked?.HttpPutResponseHopLimit;
  if (hops !== undefined && (hops < 1 || hops > 64)) {
    throw badValue(hops, 'httpPutResponseHopLimit', 'Expecting a value from 1 to 64.'); // (I)
  }
  return {
    State: 'applied',
    HttpTokens: asked?.HttpTokens ?? present.HttpTokens,
    HttpPutResponseHopLimit: hops ?? present.HttpPutResponseHopLimit,
    HttpEndpoint: asked?.HttpEndpoint ?? present.HttpEndpoint,
    HttpProtocolIpv6: asked?.HttpProtocolIpv6 ?? present.HttpProtocolIpv6,
    InstanceMetadataTags: asked?.InstanceMetadataTags ?? present.InstanceMetadataTags,
  };
}
