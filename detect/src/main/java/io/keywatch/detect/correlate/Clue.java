package io.keywatch.detect.correlate;

import io.keywatch.detect.call.Arn;
import io.keywatch.detect.call.Sighting;
import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import io.keywatch.schemas.v1.ApiCall;
import io.keywatch.schemas.v1.Departure;
import io.keywatch.schemas.v1.Exposure;
import io.keywatch.schemas.v1.Surface;
import io.keywatch.schemas.v1.VaultValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** One half of a join, sent by its join key: {@code key|<access key id>}, {@code instance|<instance id>},
 * {@code secret|<arn>} or {@code principal|<id>}. */
public sealed interface Clue {
    String ACCESS_KEY = "key|";
    String INSTANCE = "instance|";
    String SECRET = "secret|";
    String PRINCIPAL = "principal|";
    String PERSON = "person|";
    String OBJECT = "object|";
    String FINGERPRINT = "fingerprint|";
    String GRANTEE = "grantee|";
    String REPLICA = "replica|";
    /** What secrets are replicated to, all of it together. */
    String REPLICATIONS = NewReplicaRegions.KEY;

    Set<String> KEY_CHANGES = Set.of("DeleteAccessKey", "UpdateAccessKey");
    Set<String> INSTANCE_COMMANDS =
            Set.of("SendCommand", "StartSession", "SendSSHPublicKey", "SendSerialConsoleSSHPublicKey");

    record Call(ApiCall call) implements Clue {}

    /** That a key or an instance's session was used, and by whom, for joins that need no more of the call. */
    record Used(Use use, long ingestedAt) implements Clue {
        static Used of(ApiCall call) {
            Sighting sighting = Sighting.of(call);
            return new Used(Use.of(sighting), sighting.ingestedAt());
        }

        public static final Codec<Used> CODEC = new Codec<>() {
            private static final int VERSION = 1;

            @Override
            public byte[] encode(Used used) {
                BinaryOut out = new BinaryOut().version(VERSION).number(used.ingestedAt);
                used.use.write(out);
                return out.bytes();
            }

            @Override
            public Used decode(byte[] bytes) {
                BinaryIn in = new BinaryIn(bytes);
                in.version(VERSION);
                long ingestedAt = in.number();
                return new Used(Use.read(in), ingestedAt);
            }
        };
    }

    record Exposed(Exposure exposure) implements Clue {}

    record Read(FirstRead read) implements Clue {}

    record Left(Leaver leaver) implements Clue {}

    record Departed(Departure departure) implements Clue {}

    record Held(VaultValue value) implements Clue {}

    record Met(Company company) implements Clue {}

    /** One key for a secret in all regions: its account and name. */
    static String replica(String secretArn) {
        Arn arn = Arn.of(secretArn);
        return REPLICA + (arn == null ? secretArn : arn.account() + "/" + arn.resource());
    }

    /** Who, when and from where, without what. */
    static Call bare(ApiCall call) {
        ApiCall bare = new ApiCall();
        for (Schema.Field field : ApiCall.getClassSchema().getFields()) {
            bare.put(field.pos(), call.get(field.pos()));
        }
        bare.setParameters(Map.of());
        bare.setResponse(Map.of());
        bare.setResources(List.of());
        bare.setRedacted(List.of());
        return new Call(bare);
    }

    /** First use of a key, address and hour. */
    static void ofUse(ApiCall call, BiConsumer<String, Clue> out) {
        Used use = Used.of(call);
        out.accept(ACCESS_KEY + call.getPrincipal().getAccessKeyId(), use);
        String instance = instanceSession(call);
        if (instance != null) {
            out.accept(INSTANCE + instance, use);
        }
    }

    /** Calls that change a key, or run something on an instance. */
    static void ofCall(ApiCall call, BiConsumer<String, Clue> out) {
        if (call.getErrorCode() != null) {
            return;
        }
        String name = call.getEventName();
        if (KEY_CHANGES.contains(name)) {
            String changed = call.getParameters().get("accessKeyId");
            if (changed != null) {
                out.accept(ACCESS_KEY + changed, new Call(call));
            }
        } else if (INSTANCE_COMMANDS.contains(name)) {
            for (Map.Entry<String, String> parameter : call.getParameters().entrySet()) {
                String path = parameter.getKey();
                if (path.startsWith("instanceId") || path.equals("target")) {
                    out.accept(INSTANCE + parameter.getValue(), new Call(call));
                }
            }
        }
    }

    static void ofExposure(Exposure exposure, BiConsumer<String, Clue> out) {
        Exposed clue = new Exposed(exposure);
        if (exposure.getAccessKeyId() != null) {
            out.accept(ACCESS_KEY + exposure.getAccessKeyId(), clue);
        }
        if (exposure.getSurface() == Surface.S3_OBJECT) {
            out.accept(OBJECT + exposure.getResourceId(), clue);
        }
    }

    /** EC2 names the session of an instance's role after the instance. */
    private static @Nullable String instanceSession(ApiCall call) {
        String session = call.getPrincipal().getSessionName();
        return session != null && session.startsWith("i-") && session.length() >= 10 ? session : null;
    }
}
