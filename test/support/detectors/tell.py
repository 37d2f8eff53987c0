"""Runs in a container: writes one line of JSON with what OpenTelemetry's detector finds and who boto3 is,
both given nothing but what is in the environment."""

import json
import os

import boto3
from opentelemetry.sdk.extension.aws.resource.ecs import AwsEcsResourceDetector


def caller():
    try:
        identity = boto3.client("sts").get_caller_identity()
        return {"Arn": identity["Arn"], "Account": identity["Account"]}
    except Exception as error:
        return {"error": type(error).__name__}


resource = AwsEcsResourceDetector(raise_on_error=True).detect()
told = {
    "resource": dict(resource.attributes),
    "caller": caller(),
    "credentialsUri": os.environ.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
}
print(json.dumps(told), flush=True)
