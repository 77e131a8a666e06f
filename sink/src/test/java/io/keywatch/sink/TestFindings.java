package io.keywatch.sink;

import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.FindingClass;
import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Location;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Rule;
import io.keywatch.schemas.v1.SecretInfo;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Surface;
import io.keywatch.schemas.v1.Transition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.util.RandomData;

/** Findings for tests; every value is made up here. */
public final class TestFindings {
    public static final Instant TIME = Instant.parse("2026-03-01T12:00:00.123Z");

    private TestFindings() {}

    public static Finding exposure(String id, long revision) {
        return Finding.newBuilder()
                .setId(id)
                .setRevision(revision)
                .setFindingClass(FindingClass.EXPOSURE)
                .setRule(Rule.newBuilder()
                        .setId("aws-access-key")
                        .setName("AWS access key")
                        .build())
                .setState(FindingState.OPEN)
                .setSeverity(Severity.HIGH)
                .setConfidence(0.9)
                .setRiskScore(63)
                .setTitle("AWS access key in an object")
                .setExplanation("A key stands where many can read it.")
                .setFirstSeen(TIME)
                .setLastSeen(TIME.plusSeconds(revision))
                .setDetectedAt(TIME)
                .setIngestedAt(TIME.plusSeconds(1))
                .setOrigin(Origin.LIVE)
                .setAccountId("111122223333")
                .setRegion("eu-central-1")
                .setSecret(SecretInfo.newBuilder()
                        .setType("aws-access-key")
                        .setFingerprint("k1:00112233445566778899aabbccddeeff")
                        .setPreview("AKIA…WXYZ")
                        .build())
                .setLocation(Location.newBuilder()
                        .setResourceId("bucket/config/app.env")
                        .setSurface(Surface.S3_OBJECT)
                        .setBucket("bucket")
                        .setKey("config/app.env")
                        .setStartLine(3)
                        .build())
                .setTransition(Transition.CREATED)
                .build();
    }

    /** Any finding that the schema allows, with times inside four-digit years. */
    public static Finding any(long seed) {
        GenericRecord random = (GenericRecord)
                new RandomData(Finding.getClassSchema(), 1, seed).iterator().next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<GenericRecord>(Finding.getClassSchema()).write(random, encoder);
            encoder.flush();
            Finding finding = new SpecificDatumReader<>(Finding.class)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
            finding.setFirstSeen(TIME);
            finding.setLastSeen(TIME.plusSeconds(Math.floorMod(seed, 100_000)));
            finding.setDetectedAt(TIME);
            finding.setIngestedAt(TIME);
            finding.getEvidence().forEach(evidence -> evidence.setTime(TIME));
            if (finding.getSequence() != null) {
                finding.getSequence().getSteps().forEach(step -> step.setTime(TIME));
            }
            return finding;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
