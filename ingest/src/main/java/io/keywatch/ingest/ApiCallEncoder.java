package io.keywatch.ingest;

import io.keywatch.schemas.AvroSerde;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Network;
import io.keywatch.schemas.v1.Pointer;
import io.keywatch.schemas.v1.Principal;
import io.keywatch.schemas.v1.ResourceRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * Writes calls in the wire format by hand: the general writer asks every union what it holds and every field whether it
 * has a conversion, which costs more than parsing the event did. What it writes is what {@link AvroSerde} would; a test
 * holds them equal. Should the schema have changed since, {@link #fits} says no and the general writer is to be used.
 *
 * <p>One per unit of work; not thread-safe.
 */
public final class ApiCallEncoder {
    /** Of the schema that the order of the writes below follows. */
    static final long SCHEMA_FINGERPRINT = -1890040304442451049L;

    private static final byte WIRE_MAGIC = 0;
    private static final int INITIAL_BYTES = 2048;
    private static final int MAX_VARINT_BYTES = 10;

    private final int schemaId;
    private byte[] buffer = new byte[INITIAL_BYTES];
    private int end;

    /** @param schemaId of {@link AvroSerde#schemaId()} */
    public ApiCallEncoder(int schemaId) {
        this.schemaId = schemaId;
    }

    /** Whether the schema of this build is the one that is written here. */
    public static boolean fits() {
        return SchemaNormalization.parsingFingerprint64(ApiCall.getClassSchema()) == SCHEMA_FINGERPRINT;
    }

    public byte[] encode(ApiCall call) {
        end = 0;
        need(1 + Integer.BYTES);
        buffer[end++] = WIRE_MAGIC;
        ByteBuffer.wrap(buffer).putInt(end, schemaId);
        end += Integer.BYTES;
        call(call);
        return Arrays.copyOf(buffer, end);
    }

    private void call(ApiCall call) {
        string(call.getEventId());
        time(call.getEventTime());
        time(call.getIngestedAt());
        string(call.getEventSource());
        string(call.getEventName());
        string(call.getAwsRegion());
        string(call.getRecipientAccountId());
        principal(call.getPrincipal());
        network(call.getNetwork());
        optional(call.getErrorCode());
        optional(call.getReadOnly());
        optional(call.getEventType());
        optional(call.getEventCategory());
        optional(call.getSharedEventId());
        map(call.getParameters());
        map(call.getResponse());
        strings(call.getRedacted());
        resources(call.getResources());
        pointer(call.getPointer());
        number(call.getOrigin().ordinal());
        optional(call.getErrorMessage());
    }

    private void principal(Principal principal) {
        string(principal.getId());
        number(principal.getType().ordinal());
        optional(principal.getArn());
        optional(principal.getAccountId());
        optional(principal.getAccessKeyId());
        optional(principal.getSessionIssuerArn());
        optional(principal.getSessionName());
        optional(principal.getMfa());
        Instant created = principal.getSessionCreated();
        if (branch(created != null) && created != null) {
            time(created);
        }
        optional(principal.getInvokedBy());
        optional(principal.getFederatedUser());
    }

    private void network(Network network) {
        optional(network.getIp());
        optional(network.getVpcEndpointId());
        optional(network.getUserAgent());
    }

    private void resources(List<ResourceRef> resources) {
        if (!resources.isEmpty()) {
            number(resources.size());
            for (ResourceRef resource : resources) {
                string(resource.getArn());
                optional(resource.getType());
                optional(resource.getAccountId());
            }
        }
        number(0);
    }

    private void pointer(@Nullable Pointer pointer) {
        if (!branch(pointer != null) || pointer == null) {
            return;
        }
        optional(pointer.getBucket());
        optional(pointer.getKey());
        optional(pointer.getVersionId());
        optional(pointer.getRecordIndex());
        optional(pointer.getQueue());
        optional(pointer.getMessageId());
        optional(pointer.getTopic());
        optional(pointer.getPartition());
        optional(pointer.getOffset());
    }

    private void map(Map<String, String> values) {
        if (!values.isEmpty()) {
            number(values.size());
            for (Map.Entry<String, String> entry : values.entrySet()) {
                string(entry.getKey());
                string(entry.getValue());
            }
        }
        number(0);
    }

    private void strings(List<String> values) {
        if (!values.isEmpty()) {
            number(values.size());
            for (String value : values) {
                string(value);
            }
        }
        number(0);
    }

    /** Every union here is null first. */
    private boolean branch(boolean present) {
        need(1);
        buffer[end++] = (byte) (present ? 2 : 0);
        return present;
    }

    private void optional(@Nullable String value) {
        if (branch(value != null) && value != null) {
            string(value);
        }
    }

    private void optional(@Nullable Boolean value) {
        if (branch(value != null) && value != null) {
            need(1);
            buffer[end++] = (byte) (value ? 1 : 0);
        }
    }

    private void optional(@Nullable Integer value) {
        if (branch(value != null) && value != null) {
            number(value);
        }
    }

    private void optional(@Nullable Long value) {
        if (branch(value != null) && value != null) {
            number(value);
        }
    }

    private void time(Instant time) {
        number(time.toEpochMilli());
    }

    private void string(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        need(bytes.length);
        System.arraycopy(bytes, 0, buffer, end, bytes.length);
        end += bytes.length;
    }

    /** Zig-zag, then seven bits a byte, lowest first. */
    private void number(long value) {
        need(MAX_VARINT_BYTES);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            buffer[end++] = (byte) ((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        buffer[end++] = (byte) rest;
    }

    private void need(int bytes) {
        if (buffer.length - end < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, end + bytes));
        }
    }
}
