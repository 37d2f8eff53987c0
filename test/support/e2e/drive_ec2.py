"""Drives EC2 as a boto3 user would, and prints as JSON what it saw. Arguments: none."""

import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ec2 = boto3.client("ec2", config=Config(retries={"total_max_attempts": 1}))
resource = boto3.resource("ec2")
soon = {"Delay": 1, "MaxAttempts": 20}


def error_of(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def tagged(kind):
    return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": "boto"}]}]


vpc = resource.create_vpc(CidrBlock="10.20.0.0/16", TagSpecifications=tagged("vpc"))
ec2.get_waiter("vpc_available").wait(VpcIds=[vpc.id], WaiterConfig=soon)
subnet = vpc.create_subnet(CidrBlock="10.20.1.0/24", AvailabilityZone="us-east-1b")
ec2.get_waiter("subnet_available").wait(SubnetIds=[subnet.id], WaiterConfig=soon)
group = vpc.create_security_group(GroupName="web", Description="of boto")
rules = [
    {
        "IpProtocol": "tcp",
        "FromPort": port,
        "ToPort": port,
        "IpRanges": [{"CidrIp": "10.20.0.0/16", "Description": f"port {port}"}],
    }
    for port in range(8000, 8012)
]
made = group.authorize_ingress(IpPermissions=rules)["SecurityGroupRules"]
filters = [{"Name": "group-id", "Values": [group.id]}]
pages = list(
    ec2.get_paginator("describe_security_group_rules").paginate(Filters=filters, PaginationConfig={"PageSize": 5})
)
ec2.modify_security_group_rules(
    GroupId=group.id,
    SecurityGroupRules=[
        {
            "SecurityGroupRuleId": made[0]["SecurityGroupRuleId"],
            "SecurityGroupRule": {"IpProtocol": "udp", "FromPort": 53, "ToPort": 53, "CidrIpv4": "10.20.9.9/32"},
        }
    ],
)
group.revoke_ingress(SecurityGroupRuleIds=[rule["SecurityGroupRuleId"] for rule in made[2:]])
group.reload()
permissions = sorted((each["IpProtocol"], each["FromPort"]) for each in group.ip_permissions)

template = ec2.create_launch_template(
    LaunchTemplateName="boto",
    LaunchTemplateData={
        "ImageId": "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
        "InstanceType": "t3.micro",
        "NetworkInterfaces": [{"DeviceIndex": 0, "SubnetId": subnet.id, "Groups": [group.id]}],
    },
)["LaunchTemplate"]
launched = ec2.run_instances(
    LaunchTemplate={"LaunchTemplateId": template["LaunchTemplateId"]},
    MinCount=2,
    MaxCount=2,
    TagSpecifications=tagged("instance"),
)["Instances"]
ids = [each["InstanceId"] for each in launched]
ec2.get_waiter("instance_running").wait(InstanceIds=ids, WaiterConfig=soon)
ec2.get_waiter("instance_status_ok").wait(InstanceIds=ids, WaiterConfig=soon)
paged = ec2.get_paginator("describe_instances").paginate(Filters=[{"Name": "tag:Name", "Values": ["boto"]}])
running = [
    instance
    for page in paged
    for reservation in page["Reservations"]
    for instance in reservation["Instances"]
]
errors = [
    error_of(ec2.delete_subnet, SubnetId=subnet.id),
    error_of(ec2.delete_security_group, GroupId=group.id),
    error_of(ec2.delete_vpc, VpcId=vpc.id),
    error_of(ec2.create_subnet, VpcId=vpc.id, CidrBlock="10.20.1.128/25"),
    error_of(ec2.create_subnet, VpcId=vpc.id, CidrBlock="10.21.0.0/24"),
    error_of(ec2.create_subnet, VpcId="vpc-0123456789abcdef0", CidrBlock="10.20.2.0/24"),
    error_of(ec2.describe_vpcs, VpcIds=["vpc-nonsense"]),
    error_of(ec2.describe_vpcs, DryRun=True),
    error_of(ec2.create_transit_gateway),
]
ec2.terminate_instances(InstanceIds=ids)
ec2.get_waiter("instance_terminated").wait(InstanceIds=ids, WaiterConfig=soon)
ec2.delete_launch_template(LaunchTemplateName="boto")
group.delete()
subnet.delete()
vpc.delete()

print(
    json.dumps(
        {
            "pages": [len(page["SecurityGroupRules"]) for page in pages],
            "permissions": permissions,
            "types": [each["InstanceType"] for each in running],
            "inSubnet": all(each["SubnetId"] == subnet.id for each in running),
            "errors": errors,
            "left": [each["VpcId"] for each in ec2.describe_vpcs()["Vpcs"] if not each["IsDefault"]],
        }
    )
)
