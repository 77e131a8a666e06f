package io.keywatch.enrich;

import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Location;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.PrincipalType;
import io.keywatch.schemas.v1.ResourceRef;
import io.keywatch.schemas.v1.Rule;
import io.keywatch.schemas.v1.SecretInfo;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Surface;
import java.time.Instant;
import java.util.List;

/** Findings as detectors make them. */
public final class TestFindings {
    public static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
    public static final String ACCOUNT = "111122223333";

    private TestFindings() {}

    /** Revision n is last seen n seconds after the first. */
    public static Finding exposure(String id, long revision) {
        return finding(id, revision)
                .setFindingClass(FindingClass.EXPOSURE)
                .setRule(rule("aws-access-key"))
                .setSecret(SecretInfo.newBuilder()
                        .setType("aws-access-key")
                        .setFingerprint("k1:00112233445566778899aabbccddeeff")
                        .setPreview("AKIA…WXYZ")
                        .setAccessKeyId("AKIA" + "Q".repeat(16))
                        .build())
                .setLocation(Location.newBuilder()
                        .setResourceId("bucket/config/app.env")
                        .setSurface(Surface.S3_OBJECT)
                        .setBucket("bucket")
                        .setKey("config/app.env")
                        .setVersionId("v1")
                        .build())
                .build();
    }

    public static Finding access(String id, long revision) {
        return finding(id, revision)
                .setFindingClass(FindingClass.ACCESS)
                .setRule(rule("burst-of-secrets"))
                .setActor(Principal.newBuilder()
                        .setId("arn:aws:iam::" + ACCOUNT + ":role/worker")
                        .setType(PrincipalType.ASSUMED_ROLE)
                        .setAccountId(ACCOUNT)
                        .build())
                .setResources(List.of(ResourceRef.newBuilder()
                        .setArn("arn:aws:secretsmanager:eu-central-1:" + ACCOUNT + ":secret:db-AbCdEf")
                        .build()))
                .build();
    }

    private static Finding.Builder finding(String id, long revision) {
        return Finding.newBuilder()
                .setId(id)
                .setRevision(revision)
                .setState(FindingState.OPEN)
                .setSeverity(Severity.HIGH)
                .setConfidence(0.9)
                .setTitle("title")
                .setExplanation("explanation")
                .setFirstSeen(TIME)
                .setLastSeen(TIME.plusSeconds(revision))
                .setDetectedAt(TIME)
                .setIngestedAt(TIME)
                .setCount(revision)
                .setAccountId(ACCOUNT);
    }

    private static Rule rule(String id) {
        return Rule.newBuilder().setId(id).setName(id).build();
    }
}
