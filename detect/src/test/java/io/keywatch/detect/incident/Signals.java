package io.keywatch.detect.incident;

import io.keywatch.detect.call.Calls;
import io.keywatch.detect.state.Codec;
import io.keywatch.schemas.v1.Evidence;
import io.keywatch.schemas.v1.KeyIssue;
import io.keywatch.schemas.v1.Lead;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Signals and issues of keys for tests of single parts. */
final class Signals {
    static final Codec<Lead> CODEC = new Codec<>() {
        @Override
        public byte[] encode(Lead lead) {
            try {
                ByteBuffer bytes = lead.toByteBuffer();
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                return copy;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Lead decode(byte[] bytes) {
            try {
                return Lead.fromByteBuffer(ByteBuffer.wrap(bytes));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private Signals() {}

    static Signal signal(String id, String kind, Severity severity, int risk, Duration after) {
        return Signal.newBuilder()
                .setId(id)
                .setKind(kind)
                .setSeverity(severity)
                .setRisk(risk)
                .setDaysKnown(30)
                .setAt(Calls.MORNING.plus(after))
                .setIngestedAt(Calls.MORNING.plus(after))
                .setActor(principal("role/app", "ASIA" + "APP"))
                .setNetwork(Network.newBuilder().setIp("198.51.100.7").build())
                .setAccountId(Calls.ACCOUNT)
                .setEvidence(Evidence.newBuilder()
                        .setEventId("event of " + id)
                        .setTime(Calls.MORNING.plus(after))
                        .setAction("GetSecretValue")
                        .setResource("arn:aws:secretsmanager:eu-central-1:" + Calls.ACCOUNT + ":secret:" + id)
                        .build())
                .build();
    }

    static KeyIssue issue(String key, String byKey) {
        return KeyIssue.newBuilder()
                .setAccessKeyId(key)
                .setAt(Calls.MORNING)
                .setIngestedAt(Calls.MORNING)
                .setEventId("issue of " + key)
                .setAction("AssumeRole")
                .setAccountId(Calls.ACCOUNT)
                .setBy(principal("role/holder-of-" + byKey, byKey))
                .setTo("role/app")
                .build();
    }

    static Principal principal(String id, String key) {
        return Principal.newBuilder().setId(id).setAccessKeyId(key).build();
    }
}
