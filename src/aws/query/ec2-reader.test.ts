import { describe, expect, test } from 'vitest';
import { ec2Contract } from '../contract/ec2.gen.ts';
import { readEc2Query } from './ec2-reader.ts';

const read = (operation: string, form: string): unknown =>
  readEc2Query(
    ec2Contract,
    ec2Contract.operations.get(operation)?.input ?? '',
    new URLSearchParams(`Action=${operation}&Version=2016-11-15&${form}`),
  );

describe('parameters', () => {
  test('lists have no element around their elements', () => {
    const form = 'Filter.2.Name=b&Filter.1.Name=a&Filter.1.Value.1=x&Filter.1.Value.2=y&VpcId.10=j&VpcId.9=i';
    expect(read('DescribeVpcs', form)).toEqual({
      Filters: [{ Name: 'a', Values: ['x', 'y'] }, { Name: 'b' }],
      VpcIds: ['i', 'j'],
    });
  });

  test('names have a capital, whatever the element has', () => {
    const form =
      'TagSpecification.1.ResourceType=vpc&TagSpecification.1.Tag.1.Key=k&TagSpecification.1.Tag.1.Value=&DryRun=true';
    expect(read('CreateVpc', form)).toEqual({
      TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'k', Value: '' }] }],
      DryRun: true,
    });
  });

  test('structures and scalars', () => {
    expect(read('ModifyVpcAttribute', 'VpcId=v&EnableDnsSupport.Value=false')).toEqual({
      VpcId: 'v',
      EnableDnsSupport: { Value: false },
    });
    const form = 'GroupId=g&IpPermissions.1.FromPort=-1&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0/0';
    expect(read('AuthorizeSecurityGroupIngress', form)).toEqual({
      GroupId: 'g',
      IpPermissions: [{ FromPort: -1, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    });
  });

  test('the signature is no parameter of the operation', () => {
    const signature = 'AWSAccessKeyId=a&Signature=b&SignatureVersion=2&X-Amz-Credential=c&X-Amz-Date=d';
    expect(read('DescribeVpcs', signature)).toEqual({});
  });
});

describe('refused', () => {
  test.each([
    ['DescribeVpcs', 'Vpc=x', 'The parameter Vpc is not recognized'],
    ['DescribeVpcs', 'vpcId.1=x', 'The parameter vpcId is not recognized'],
    ['DescribeVpcs', 'Filter.1.Values.1=x', 'The parameter Filter.1.Values is not recognized'],
    ['DescribeVpcs', 'Filter.Name=x', 'The parameter Filter is not recognized'],
    ['DescribeVpcs', 'Filter.0.Name=x', 'The parameter Filter is not recognized'],
    ['DescribeVpcs', 'VpcId=x', 'The parameter VpcId is not recognized'],
    ['DescribeVpcs', 'DryRun.1=true', 'The parameter DryRun.1 is not recognized'],
    ['DescribeVpcs', 'Filter.1=x', 'The parameter Filter.1 is not recognized'],
    ['DescribeVpcs', '__proto__=x', 'The parameter __proto__ is not recognized'],
    ['DescribeVpcs', 'DryRun=x', 'Value (x) for parameter dryRun is invalid. Expecting true or false.'],
    [
      'ImportKeyPair',
      'PublicKeyMaterial=*',
      'Value (*) for parameter publicKeyMaterial is invalid. Expecting base64.',
    ],
    [
      'DescribeVpcs',
      'MaxResults=2147483648',
      'Value (2147483648) for parameter maxResults is invalid. Expecting a number.',
    ],
    ['DescribeVpcs', 'MaxResults=x', 'Value (x) for parameter maxResults is invalid. Expecting a number.'],
  ])('%s with %s', (operation, form, message) => {
    expect(() => read(operation, form)).toThrow(expect.objectContaining({ message, httpStatus: 400 }));
  });
});
