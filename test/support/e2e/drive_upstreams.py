"""Calls services that Longshore passes on, with boto3, and prints what came back as JSON."""

import io
import json
import urllib.request
import zipfile

import boto3
from botocore.exceptions import ClientError

told = {}

s3 = boto3.client("s3")
s3.create_bucket(Bucket="bucket")
s3.put_object(Bucket="bucket", Key="a b/ü", Body=b"object")
told["object"] = s3.get_object(Bucket="bucket", Key="a b/ü")["Body"].read().decode()
url = s3.generate_presigned_url("get_object", Params={"Bucket": "bucket", "Key": "a b/ü"})
told["presigned"] = urllib.request.urlopen(url).read().decode()
big = b"x" * (9 * 1024 * 1024)
s3.upload_fileobj(io.BytesIO(big), "bucket", "big")
told["big"] = s3.head_object(Bucket="bucket", Key="big")["ContentLength"]
try:
    s3.get_object(Bucket="bucket", Key="missing")
except ClientError as error:
    told["missing"] = error.response["Error"]["Code"]

sqs = boto3.client("sqs")
queue = sqs.create_queue(QueueName="queue")["QueueUrl"]
told["queue"] = queue
sqs.send_message(QueueUrl=queue, MessageBody="hello")
told["message"] = sqs.receive_message(QueueUrl=queue)["Messages"][0]["Body"]

secrets = boto3.client("secretsmanager")
secrets.create_secret(Name="db", SecretString="hush")
told["secret"] = secrets.get_secret_value(SecretId="db")["SecretString"]

ssm = boto3.client("ssm")
ssm.put_parameter(Name="/app/token", Value="token", Type="SecureString")
told["parameter"] = ssm.get_parameter(Name="/app/token", WithDecryption=True)["Parameter"]["Value"]

iam = boto3.client("iam")
trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
role = iam.create_role(RoleName="app", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
told["role"] = role

sts = boto3.client("sts")
told["account"] = sts.get_caller_identity()["Account"]
told["session"] = sts.assume_role(RoleArn=role, RoleSessionName="one")["AssumedRoleUser"]["Arn"]

sns = boto3.client("sns")
told["topic"] = sns.create_topic(Name="topic")["TopicArn"]

code = io.BytesIO()
with zipfile.ZipFile(code, "w") as archive:
    archive.writestr("f.py", "def handler(event, context):\n    return event\n")
functions = boto3.client("lambda")
functions.create_function(
    FunctionName="f", Runtime="python3.12", Role=role, Handler="f.handler", Code={"ZipFile": code.getvalue()}
)
told["functions"] = [found["FunctionName"] for found in functions.list_functions()["Functions"]]

dynamodb = boto3.client("dynamodb")
told["tables"] = dynamodb.list_tables()["TableNames"]

ecs = boto3.client("ecs")
told["cluster"] = ecs.create_cluster(clusterName="own")["cluster"]["status"]

print(json.dumps(told))
