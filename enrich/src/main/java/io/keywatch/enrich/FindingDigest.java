package io.keywatch.enrich;

import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Origin;
import io.keywatch.schemas.v1.Transition;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.TreeMap;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Tells whether two revisions of a finding differ in anything a reader would notice: not in how and when the detection
 * came in.
 */
final class FindingDigest {
    private static final int BYTES_KEPT = 16;
    private static final SpecificDatumWriter<Finding> WRITER = new SpecificDatumWriter<>(Finding.getClassSchema());

    private FindingDigest() {}

    static String of(Finding finding) {
        Finding plain = Finding.newBuilder(finding)
                .setRevision(0)
                .setIngestedAt(Instant.EPOCH)
                .setOrigin(Origin.UNKNOWN)
                .setLate(false)
                .setTransition(Transition.UNKNOWN)
                // a hash map's order is no property of the finding
                .setFacts(new TreeMap<>(finding.getFacts()))
                .build();
        MessageDigest sha256 = sha256();
        try (DigestOutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha256)) {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            WRITER.write(plain, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(sha256.digest(), 0, BYTES_KEPT);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
