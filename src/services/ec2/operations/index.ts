import type { Ec2OperationTable } from '../operation.ts';
import * as addresses from './addresses.ts';
import * as instances from './describe-instances.ts';
import * as dhcpOptions from './dhcp-options.ts';
import * as egressOnly from './egress-only-internet-gateways.ts';
import * as flowLogs from './flow-logs.ts';
import * as images from './images.ts';
import * as instanceAttributes from './instance-attributes.ts';
import * as profileAssociations from './instance-profile-associations.ts';
import * as instanceStates from './instance-states.ts';
import * as instanceStatus from './instance-status.ts';
import * as instanceTypes from './instance-types.ts';
import * as internetGateways from './internet-gateways.ts';
import * as keyPairs from './key-pairs.ts';
import * as launchTemplateVersions from './launch-template-versions.ts';
import * as launchTemplates from './launch-templates.ts';
import * as modifyRules from './modify-security-group-rules.ts';
import * as natGateways from './nat-gateways.ts';
import * as aclEntries from './network-acl-entries.ts';
import * as networkAcls from './network-acls.ts';
import * as interfaceAttachments from './network-interface-attachments.ts';
import * as interfaceAttributes from './network-interface-attributes.ts';
import * as interfaces from './network-interfaces.ts';
import * as prefixLists from './prefix-lists.ts';
import * as routeTableAssociations from './route-table-associations.ts';
import * as routeTables from './route-tables.ts';
import * as routes from './routes.ts';
import * as launches from './run-instances.ts';
import * as groupReferences from './security-group-references.ts';
import * as rules from './security-group-rules.ts';
import * as securityGroups from './security-groups.ts';
import * as subnetAttributes from './subnet-attributes.ts';
import * as subnets from './subnets.ts';
import * as tags from './tags.ts';
import * as volumes from './volumes.ts';
import * as vpcCidrBlocks from './vpc-cidr-blocks.ts';
import * as endpointServices from './vpc-endpoint-services.ts';
import * as endpoints from './vpc-endpoints.ts';
import * as vpcs from './vpcs.ts';
import * as zones from './zones.ts';

/** What is implemented; `slow.ts` has the rest. */
export const operations: Ec2OperationTable = {
  AllocateAddress: addresses.allocateAddress,
  AssociateAddress: addresses.associateAddress,
  AssociateDhcpOptions: dhcpOptions.associateDhcpOptions,
  AssociateIamInstanceProfile: profileAssociations.associateIamInstanceProfile,
  AssociateRouteTable: routeTableAssociations.associateRouteTable,
  AssociateSubnetCidrBlock: subnetAttributes.associateSubnetCidrBlock,
  AssociateVpcCidrBlock: vpcCidrBlocks.associateVpcCidrBlock,
  AttachInternetGateway: internetGateways.attachInternetGateway,
  AttachNetworkInterface: interfaceAttachments.attachNetworkInterface,
  AuthorizeSecurityGroupEgress: rules.authorizeSecurityGroupEgress,
  AuthorizeSecurityGroupIngress: rules.authorizeSecurityGroupIngress,
  CreateDefaultSubnet: subnets.createDefaultSubnet,
  CreateDefaultVpc: vpcs.createDefaultVpc,
  CreateDhcpOptions: dhcpOptions.createDhcpOptions,
  CreateEgressOnlyInternetGateway: egressOnly.createEgressOnlyInternetGateway,
  CreateFlowLogs: flowLogs.createFlowLogs,
  CreateInternetGateway: internetGateways.createInternetGateway,
  CreateLaunchTemplate: launchTemplates.createLaunchTemplate,
  CreateLaunchTemplateVersion: launchTemplateVersions.createLaunchTemplateVersion,
  CreateManagedPrefixList: prefixLists.createManagedPrefixList,
  CreateNatGateway: natGateways.createNatGateway,
  CreateNetworkAcl: networkAcls.createNetworkAcl,
  CreateNetworkAclEntry: aclEntries.createNetworkAclEntry,
  CreateNetworkInterface: interfaces.createNetworkInterface,
  CreateRoute: routes.createRoute,
  CreateRouteTable: routeTables.createRouteTable,
  CreateSecurityGroup: securityGroups.createSecurityGroup,
  CreateSubnet: subnets.createSubnet,
  CreateTags: tags.createTags,
  CreateVpc: vpcs.createVpc,
  CreateVpcEndpoint: endpoints.createVpcEndpoint,
  DeleteDhcpOptions: dhcpOptions.deleteDhcpOptions,
  DeleteEgressOnlyInternetGateway: egressOnly.deleteEgressOnlyInternetGateway,
  DeleteFlowLogs: flowLogs.deleteFlowLogs,
  DeleteInternetGateway: internetGateways.deleteInternetGateway,
  DeleteKeyPair: keyPairs.deleteKeyPair,
  DeleteLaunchTemplate: launchTemplates.deleteLaunchTemplate,
  DeleteLaunchTemplateVersions: launchTemplateVersions.deleteLaunchTemplateVersions,
  DeleteManagedPrefixList: prefixLists.deleteManagedPrefixList,
  DeleteNatGateway: natGateways.deleteNatGateway,
  DeleteNetworkAcl: networkAcls.deleteNetworkAcl,
  DeleteNetworkAclEntry: aclEntries.deleteNetworkAclEntry,
  DeleteNetworkInterface: interfaces.deleteNetworkInterface,
  DeleteRoute: routes.deleteRoute,
  DeleteRouteTable: routeTables.deleteRouteTable,
  DeleteSecurityGroup: securityGroups.deleteSecurityGroup,
  DeleteSubnet: subnets.deleteSubnet,
  DeleteTags: tags.deleteTags,
  DeleteVpc: vpcs.deleteVpc,
  DeleteVpcEndpoints: endpoints.deleteVpcEndpoints,
  DescribeAccountAttributes: zones.describeAccountAttributes,
  DescribeAddresses: addresses.describeAddresses,
  DescribeAddressesAttribute: addresses.describeAddressesAttribute,
  DescribeAvailabilityZones: zones.describeAvailabilityZones,
  DescribeDhcpOptions: dhcpOptions.describeDhcpOptions,
  DescribeEgressOnlyInternetGateways: egressOnly.describeEgressOnlyInternetGateways,
  DescribeFlowLogs: flowLogs.describeFlowLogs,
  DescribeIamInstanceProfileAssociations: profileAssociations.describeIamInstanceProfileAssociations,
  DescribeImages: images.describeImages,
  DescribeInstanceAttribute: instanceAttributes.describeInstanceAttribute,
  DescribeInstanceCreditSpecifications: instanceStatus.describeInstanceCreditSpecifications,
  DescribeInstanceStatus: instanceStatus.describeInstanceStatus,
  DescribeInstanceTypeOfferings: instanceTypes.describeInstanceTypeOfferings,
  DescribeInstanceTypes: instanceTypes.describeInstanceTypes,
  DescribeInstances: instances.describeInstances,
  DescribeInternetGateways: internetGateways.describeInternetGateways,
  DescribeKeyPairs: keyPairs.describeKeyPairs,
  DescribeLaunchTemplateVersions: launchTemplateVersions.describeLaunchTemplateVersions,
  DescribeLaunchTemplates: launchTemplates.describeLaunchTemplates,
  DescribeManagedPrefixLists: prefixLists.describeManagedPrefixLists,
  DescribeNatGateways: natGateways.describeNatGateways,
  DescribeNetworkAcls: networkAcls.describeNetworkAcls,
  DescribeNetworkInterfaceAttribute: interfaceAttributes.describeNetworkInterfaceAttribute,
  DescribeNetworkInterfaces: interfaces.describeNetworkInterfaces,
  DescribePrefixLists: prefixLists.describePrefixLists,
  DescribeRegions: zones.describeRegions,
  DescribeRouteTables: routeTables.describeRouteTables,
  DescribeSecurityGroupReferences: groupReferences.describeSecurityGroupReferences,
  DescribeSecurityGroupRules: modifyRules.describeSecurityGroupRules,
  DescribeSecurityGroups: securityGroups.describeSecurityGroups,
  DescribeStaleSecurityGroups: groupReferences.describeStaleSecurityGroups,
  DescribeSubnets: subnets.describeSubnets,
  DescribeTags: tags.describeTags,
  DescribeVolumes: volumes.describeVolumes,
  DescribeVpcAttribute: vpcs.describeVpcAttribute,
  DescribeVpcEndpointServices: endpointServices.describeVpcEndpointServices,
  DescribeVpcEndpoints: endpoints.describeVpcEndpoints,
  DescribeVpcs: vpcs.describeVpcs,
  DetachInternetGateway: internetGateways.detachInternetGateway,
  DetachNetworkInterface: interfaceAttachments.detachNetworkInterface,
  DisassociateAddress: addresses.disassociateAddress,
  DisassociateIamInstanceProfile: profileAssociations.disassociateIamInstanceProfile,
  DisassociateRouteTable: routeTableAssociations.disassociateRouteTable,
  DisassociateSubnetCidrBlock: subnetAttributes.disassociateSubnetCidrBlock,
  DisassociateVpcCidrBlock: vpcCidrBlocks.disassociateVpcCidrBlock,
  GetManagedPrefixListEntries: prefixLists.getManagedPrefixListEntries,
  GetSecurityGroupsForVpc: groupReferences.getSecurityGroupsForVpc,
  ImportKeyPair: keyPairs.importKeyPair,
  ModifyInstanceAttribute: instanceAttributes.modifyInstanceAttribute,
  ModifyInstanceMetadataOptions: instanceAttributes.modifyInstanceMetadataOptions,
  ModifyLaunchTemplate: launchTemplates.modifyLaunchTemplate,
  ModifyManagedPrefixList: prefixLists.modifyManagedPrefixList,
  ModifyNetworkInterfaceAttribute: interfaceAttributes.modifyNetworkInterfaceAttribute,
  ModifySecurityGroupRules: modifyRules.modifySecurityGroupRules,
  ModifySubnetAttribute: subnetAttributes.modifySubnetAttribute,
  ModifyVpcAttribute: vpcs.modifyVpcAttribute,
  ModifyVpcEndpoint: endpoints.modifyVpcEndpoint,
  ModifyVpcTenancy: vpcs.modifyVpcTenancy,
  RebootInstances: instanceStates.rebootInstances,
  ReleaseAddress: addresses.releaseAddress,
  ReplaceIamInstanceProfileAssociation: profileAssociations.replaceIamInstanceProfileAssociation,
  ReplaceNetworkAclAssociation: networkAcls.replaceNetworkAclAssociation,
  ReplaceNetworkAclEntry: aclEntries.replaceNetworkAclEntry,
  ReplaceRoute: routes.replaceRoute,
  ReplaceRouteTableAssociation: routeTableAssociations.replaceRouteTableAssociation,
  RevokeSecurityGroupEgress: rules.revokeSecurityGroupEgress,
  RevokeSecurityGroupIngress: rules.revokeSecurityGroupIngress,
  RunInstances: launches.runInstances,
  StartInstances: instanceStates.startInstances,
  StopInstances: instanceStates.stopInstances,
  TerminateInstances: instanceStates.terminateInstances,
  UpdateSecurityGroupRuleDescriptionsEgress: modifyRules.updateSecurityGroupRuleDescriptionsEgress,
  UpdateSecurityGroupRuleDescriptionsIngress: modifyRules.updateSecurityGroupRuleDescriptionsIngress,
};
