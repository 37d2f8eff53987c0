"""Drives Amazon S3 in its breadth as a boto3 user would, and prints as JSON what it saw. Arguments: none."""

import io
import json
import urllib.error
import urllib.request
import uuid

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

s3 = boto3.client("s3", config=Config(retries={"total_max_attempts": 1}))
bucket = "boto-breadth"
saw = {}


def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]
    return None


s3.create_bucket(Bucket=bucket)
s3.get_waiter("bucket_exists").wait(Bucket=bucket)

# Every setting that a tool reads after it has made a bucket.
reads = {}
for name in (
    "accelerate_configuration acl cors encryption lifecycle_configuration location logging "
    "notification_configuration ownership_controls policy replication request_payment tagging versioning website"
).split():
    reads[name] = refused(getattr(s3, "get_bucket_" + name), Bucket=bucket)
saw["unset"] = {name: code[0] for name, code in reads.items() if code}

# Versions, page by page.
s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
ids = [s3.put_object(Bucket=bucket, Key="v", Body=str(n).encode())["VersionId"] for n in range(3)]
s3.delete_object(Bucket=bucket, Key="v")
pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket, PaginationConfig={"PageSize": 2})
found = [page for page in pages]
saw["versions"] = [v["VersionId"] for page in found for v in page.get("Versions", [])] == ids[::-1]
saw["markers"] = [m["IsLatest"] for page in found for m in page.get("DeleteMarkers", [])]
saw["second"] = s3.get_object(Bucket=bucket, Key="v", VersionId=ids[1])["Body"].read().decode()
saw["hidden"] = refused(s3.get_object, Bucket=bucket, Key="v")

# In parts, with the checksums that boto3 sends by itself, and those that it is asked for.
large = b"longshore" * 2_000_000
s3.upload_fileobj(io.BytesIO(large), bucket, "large", Config=TransferConfig(multipart_threshold=8_388_608))
back = io.BytesIO()
s3.download_fileobj(bucket, "large", back)
saw["large"] = back.getvalue() == large
sums = {}
for algorithm in ["CRC32", "SHA1", "SHA256"]:
    s3.put_object(Bucket=bucket, Key=algorithm, Body=b"sum", ChecksumAlgorithm=algorithm)
    sums[algorithm] = s3.head_object(Bucket=bucket, Key=algorithm, ChecksumMode="ENABLED")["Checksum" + algorithm]
saw["sums"] = sums

# A form of a web page, and links.
form = s3.generate_presigned_post(
    bucket, "form/${filename}", Conditions=[["content-length-range", 1, 100]], ExpiresIn=60
)
boundary = uuid.uuid4().hex
lines = []
for name, value in form["fields"].items():
    lines += ["--" + boundary, f'Content-Disposition: form-data; name="{name}"', "", value]
lines += ["--" + boundary, 'Content-Disposition: form-data; name="file"; filename="a.txt"', "", "by form"]
lines += ["--" + boundary + "--", ""]
post = urllib.request.Request(
    form["url"],
    data="\r\n".join(lines).encode(),
    headers={"Content-Type": "multipart/form-data; boundary=" + boundary},
)
saw["form"] = urllib.request.urlopen(post).status
link = s3.generate_presigned_url(
    "get_object", Params={"Bucket": bucket, "Key": "form/a.txt", "ResponseContentType": "text/x-mine"}, ExpiresIn=60
)
with urllib.request.urlopen(link) as answer:
    saw["link"] = [answer.read().decode(), answer.headers["Content-Type"]]
ended = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "form/a.txt"}, ExpiresIn=-1)
try:
    urllib.request.urlopen(ended)
except urllib.error.HTTPError as error:
    saw["ended"] = error.code

# Rules.
s3.put_bucket_lifecycle_configuration(
    Bucket=bucket,
    LifecycleConfiguration={
        "Rules": [{"ID": "r", "Status": "Enabled", "Filter": {"Prefix": "tmp/"}, "Expiration": {"Days": 1}}]
    },
)
saw["expires"] = "rule-id=\"r\"" in s3.put_object(Bucket=bucket, Key="tmp/a", Body=b"")["Expiration"]
s3.put_bucket_cors(
    Bucket=bucket,
    CORSConfiguration={"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]},
)
saw["cors"] = s3.get_bucket_cors(Bucket=bucket)["CORSRules"]

# All of it away again.
saw["full"] = refused(s3.delete_bucket, Bucket=bucket)
boto3.resource("s3").Bucket(bucket).object_versions.delete()
s3.delete_bucket(Bucket=bucket)
s3.get_waiter("bucket_not_exists").wait(Bucket=bucket)
saw["left"] = [b["Name"] for b in s3.list_buckets()["Buckets"]]
print(json.dumps(saw))
