"""Drives ECS as a boto3 user would, and prints as JSON what it saw. Arguments: none; see clients.ts."""

import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

# Parameters are not checked here, so that a bad enum reaches the server.
ecs = boto3.client("ecs", config=Config(retries={"total_max_attempts": 1}, parameter_validation=False))
patience = {"Delay": 1, "MaxAttempts": 60}


def error_of(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return {"class": type(error).__name__, "message": error.response["Error"]["Message"]}
    return {"class": None, "message": None}


cluster = "tour"
ecs.create_cluster(clusterName=cluster)
definition = ecs.register_task_definition(
    family="shell",
    containerDefinitions=[
        {
            "name": "main",
            "image": "longshore/hello:1",
            "memory": 16,
            "command": ["sh", "-c", "trap 'exit 7' TERM; while :; do sleep 0.1; done"],
        }
    ],
)["taskDefinition"]["taskDefinitionArn"]
ran = ecs.run_task(cluster=cluster, taskDefinition=definition)
task = ran["tasks"][0]["taskArn"]
ecs.get_waiter("tasks_running").wait(cluster=cluster, tasks=[task], WaiterConfig=patience)
running = ecs.describe_tasks(cluster=cluster, tasks=[task])["tasks"][0]
listed = [arn for page in ecs.get_paginator("list_tasks").paginate(cluster=cluster) for arn in page["taskArns"]]
ecs.stop_task(cluster=cluster, task=task, reason="enough")
ecs.get_waiter("tasks_stopped").wait(cluster=cluster, tasks=[task], WaiterConfig=patience)
stopped = ecs.describe_tasks(cluster=cluster, tasks=[task])["tasks"][0]
missing = ecs.describe_tasks(cluster=cluster, tasks=["0" * 32])

print(
    json.dumps(
        {
            "failures": ran["failures"],
            "runningStatus": running["lastStatus"],
            "startedIsTime": running["startedAt"].year > 2000,
            "isListed": listed == [task],
            "stopCode": stopped["stopCode"],
            "stoppedReason": stopped["stoppedReason"],
            "exitCode": stopped["containers"][0]["exitCode"],
            "missing": missing["failures"][0]["reason"],
            "errors": {
                "cluster": error_of(ecs.list_tasks, cluster="nowhere"),
                "taskDefinition": error_of(ecs.run_task, cluster=cluster, taskDefinition="nowhere"),
                "enum": error_of(ecs.list_tasks, cluster=cluster, desiredStatus="SLEEPING"),
            },
        }
    )
)
