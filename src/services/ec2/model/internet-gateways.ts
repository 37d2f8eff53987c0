import type { EgressOnlyInternetGateway, InternetGateway } from '../../../aws/contract/ec2.types.gen.ts';
import { byMember, type FilterTable, tagFilters } from './filters.ts';
import type { EgressOnlyGatewayRecord, InternetGatewayRecord } from './records.ts';
import { tagsOf } from './tags.ts';
import { attachedToVpc } from './wire-words.ts';

export const internetGatewayFilters: FilterTable = {
  ...tagFilters,
  ...byMember('internet-gateway-id owner-id'),
  'attachment.state': 'Attachments.State',
  'attachment.vpc-id': 'Attachments.VpcId',
};

export const showInternetGateway = (gateway: InternetGatewayRecord): InternetGateway => ({
  InternetGatewayId: gateway.id,
  OwnerId: gateway.account,
  Attachments: gateway.vpcId === undefined ? [] : [{ State: attachedToVpc, VpcId: gateway.vpcId }],
  Tags: tagsOf(gateway),
});

export const showEgressOnlyGateway = (gateway: EgressOnlyGatewayRecord): EgressOnlyInternetGateway => ({
  EgressOnlyInternetGatewayId: gateway.id,
  Attachments: [{ State: 'attached', VpcId: gateway.vpcId }],
  Tags: tagsOf(gateway),
});
