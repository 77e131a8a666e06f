package io.keywatch.enrich;

import io.keywatch.schemas.v1.FindingState;
import io.keywatch.schemas.v1.Severity;
import io.keywatch.schemas.v1.Transition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The store's own compact form, led by a version byte. Enums go by name: a symbol that is added in the middle must not
 * change what is stored.
 */
final class FindingMemorySerde implements Serde<FindingMemory> {
    private static final int VERSION = 1;

    @Override
    public Serializer<FindingMemory> serializer() {
        return (topic, memory) -> memory == null ? null : write(memory);
    }

    @Override
    public Deserializer<FindingMemory> deserializer() {
        return (topic, bytes) -> bytes == null ? null : read(bytes);
    }

    private static byte[] write(FindingMemory memory) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(192);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(memory.detectedRevision());
            out.writeLong(memory.revision());
            out.writeUTF(memory.peak().name());
            out.writeUTF(memory.state().name());
            out.writeBoolean(memory.suppressed());
            out.writeLong(memory.firstSeen());
            out.writeLong(memory.lastSeen());
            out.writeLong(memory.detectedAt());
            out.writeUTF(memory.digest());
            out.writeByte(memory.sent().size());
            for (FindingMemory.Sent sent : memory.sent()) {
                out.writeLong(sent.offset());
                out.writeLong(sent.detectedRevision());
                out.writeLong(sent.revision());
                out.writeUTF(sent.transition().name());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static FindingMemory read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new SerializationException("finding memory has version " + version + ", this build reads 1");
            }
            return new FindingMemory(
                    in.readLong(),
                    in.readLong(),
                    Severity.valueOf(in.readUTF()),
                    FindingState.valueOf(in.readUTF()),
                    in.readBoolean(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readUTF(),
                    readSent(in));
        } catch (IOException | IllegalArgumentException e) {
            throw new SerializationException(
                    "finding memory cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static List<FindingMemory.Sent> readSent(DataInputStream in) throws IOException {
        int count = in.readUnsignedByte();
        List<FindingMemory.Sent> sent = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sent.add(new FindingMemory.Sent(
                    in.readLong(), in.readLong(), in.readLong(), Transition.valueOf(in.readUTF())));
        }
        return sent;
    }
}
