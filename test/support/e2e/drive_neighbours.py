"""Drives STS, IAM and S3 as a boto3 user would, and prints as JSON what it saw. Arguments: none."""

import io
import json
import os
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

once = Config(retries={"total_max_attempts": 1})
sts = boto3.client("sts", config=once)
iam = boto3.client("iam", config=once)
s3 = boto3.client("s3", config=once)


def code_of(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


credentials = sts.assume_role(RoleArn="arn:aws:iam::111122223333:role/web", RoleSessionName="boto")["Credentials"]
assumed = boto3.client(
    "sts",
    aws_access_key_id=credentials["AccessKeyId"],
    aws_secret_access_key=credentials["SecretAccessKey"],
    aws_session_token=credentials["SessionToken"],
)

trust = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}
iam.create_role(RoleName="boto", AssumeRolePolicyDocument=json.dumps(trust))
role = iam.get_role(RoleName="boto")["Role"]
try:
    iam.get_role(RoleName="nobody")
except ClientError as error:
    no_role = {"class": type(error).__name__, "message": error.response["Error"]["Message"]}

bucket = "boto-files"
s3.create_bucket(Bucket=bucket)
data = os.urandom(20 * 1024 * 1024)
s3.upload_fileobj(io.BytesIO(data), bucket, "big", Config=TransferConfig(multipart_threshold=8 * 1024 * 1024))
back = io.BytesIO()
s3.download_fileobj(bucket, "big", back)
s3.put_object(Bucket=bucket, Key="small", Body=b"by hand")
get = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "small"})
put = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "link"})
urllib.request.urlopen(urllib.request.Request(put, data=b"put by link", method="PUT"))
presigned = [
    urllib.request.urlopen(get).read().decode(),
    s3.get_object(Bucket=bucket, Key="link")["Body"].read().decode(),
]
pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 2})
keys = [item["Key"] for page in pages for item in page["Contents"]]
errors = [
    code_of(s3.get_object, Bucket=bucket, Key="nothing"),
    code_of(s3.list_objects_v2, Bucket="nowhere-at-all"),
    code_of(s3.head_object, Bucket=bucket, Key="nothing"),
    code_of(s3.delete_bucket, Bucket=bucket),
    code_of(s3.put_object, Bucket=bucket, Key="bad", Body=b"x", ChecksumCRC32="AAAAAA=="),
]
boto3.resource("s3").Bucket(bucket).objects.all().delete()
s3.delete_bucket(Bucket=bucket)

print(
    json.dumps(
        {
            "session": assumed.get_caller_identity()["Arn"],
            "noRole": no_role,
            "trust": role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["Service"],
            "whole": back.getvalue() == data,
            "presigned": presigned,
            "keys": keys,
            "errors": errors,
            "left": [item["Name"] for item in s3.list_buckets()["Buckets"]],
        }
    )
)
