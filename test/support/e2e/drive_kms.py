"""Drives KMS as a boto3 user would, and prints as JSON what it saw. Arguments: none."""

import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

kms = boto3.client("kms", config=Config(retries={"total_max_attempts": 1}))
context = {"purpose": "test"}
reader = "arn:aws:iam::000000000000:role/reader"


def error_of(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return [type(error).__name__, error.response["Error"]["Message"]]
    return None


key = kms.create_key(Description="of boto3", Tags=[{"TagKey": "team", "TagValue": "a"}])["KeyMetadata"]
kms.create_alias(AliasName="alias/boto", TargetKeyId=key["KeyId"])
plain = bytes(range(256))
blob = kms.encrypt(KeyId="alias/boto", Plaintext=plain, EncryptionContext=context)["CiphertextBlob"]
data = kms.generate_data_key(KeyId="alias/boto", KeySpec="AES_256", EncryptionContext=context)
again = kms.decrypt(CiphertextBlob=data["CiphertextBlob"], EncryptionContext=context)

grant = kms.create_grant(
    KeyId=key["KeyId"],
    GranteePrincipal=reader,
    Operations=["Decrypt"],
    Constraints={"EncryptionContextSubset": context},
    Name="reading",
)
granted = kms.decrypt(CiphertextBlob=blob, EncryptionContext=context, GrantTokens=[grant["GrantToken"]])
grants = [(found["Name"], found["GranteePrincipal"]) for found in kms.list_grants(KeyId=key["KeyId"])["Grants"]]
kms.revoke_grant(KeyId=key["KeyId"], GrantId=grant["GrantId"])

signer = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
signed = {"KeyId": signer, "Message": b"a message", "SigningAlgorithm": "ECDSA_SHA_256"}
signature = kms.sign(**signed)["Signature"]

kms.enable_key_rotation(KeyId=key["KeyId"], RotationPeriodInDays=90)
moved = kms.re_encrypt(CiphertextBlob=blob, SourceEncryptionContext=context, DestinationKeyId="alias/boto")
kms.disable_key(KeyId=key["KeyId"])
disabled = error_of(kms.decrypt, CiphertextBlob=blob, EncryptionContext=context)
kms.enable_key(KeyId=key["KeyId"])
kms.schedule_key_deletion(KeyId=key["KeyId"], PendingWindowInDays=7)
pending = error_of(kms.encrypt, KeyId="alias/boto", Plaintext=b"x")
# It comes back disabled.
kms.cancel_key_deletion(KeyId=key["KeyId"])
kms.enable_key(KeyId=key["KeyId"])

print(
    json.dumps(
        {
            "key": [key["Description"], key["KeyState"], key["KeySpec"], key["MultiRegion"]],
            "opened": kms.decrypt(CiphertextBlob=moved["CiphertextBlob"])["Plaintext"] == plain,
            "dataKey": [len(data["Plaintext"]), again["Plaintext"] == data["Plaintext"]],
            "otherContext": error_of(kms.decrypt, CiphertextBlob=blob, EncryptionContext={"purpose": "other"}),
            "granted": granted["Plaintext"] == plain,
            "grants": grants,
            "left": kms.list_grants(KeyId=key["KeyId"])["Grants"],
            "verified": kms.verify(**signed, Signature=signature)["SignatureValid"],
            "forged": error_of(kms.verify, **{**signed, "Message": b"another"}, Signature=signature),
            "rotation": kms.get_key_rotation_status(KeyId=key["KeyId"])["RotationPeriodInDays"],
            "disabled": disabled[0],
            "pending": pending[0],
            "aliases": [
                alias["AliasName"]
                for page in kms.get_paginator("list_aliases").paginate(PaginationConfig={"PageSize": 1})
                for alias in page["Aliases"]
                if alias["AliasName"] == "alias/boto"
            ],
            "nowhere": error_of(kms.describe_key, KeyId="alias/nowhere"),
            "tooLong": error_of(kms.encrypt, KeyId="alias/boto", Plaintext=bytes(4097))[0],
        }
    )
)
