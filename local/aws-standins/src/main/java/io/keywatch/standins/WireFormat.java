package io.keywatch.standins;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The protocols that the SDK's clients speak, and how an outcome looks in each. */
enum WireFormat {
    /** Form in, XML out: SNS, STS. */
    QUERY("text/xml") {
        @Override
        HttpReply success(Call call, Object body, String id) {
            return reply(
                    200,
                    "<%1$sResponse><%1$sResult>%2$s</%1$sResult>%3$s</%1$sResponse>"
                            .formatted(call.operation(), body, metadata(id)));
        }

        @Override
        HttpReply refusal(Outcome.Refusal refusal, String id) {
            return reply(
                    refusal.status(),
                    "<ErrorResponse><Error><Type>%s</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>%s</RequestId></ErrorResponse>"
                            .formatted(
                                    refusal.status() < 500 ? "Sender" : "Receiver",
                                    Xml.text(refusal.code()),
                                    Xml.text(refusal.message()),
                                    id));
        }

        private static String metadata(String id) {
            return "<ResponseMetadata><RequestId>" + id + "</RequestId></ResponseMetadata>";
        }
    },

    /** Form in, XML out without a result element: EC2. */
    EC2_QUERY("text/xml") {
        @Override
        HttpReply success(Call call, Object body, String id) {
            return reply(
                    200,
                    "<%1$sResponse><requestId>%3$s</requestId>%2$s</%1$sResponse>"
                            .formatted(call.operation(), body, id));
        }

        @Override
        HttpReply refusal(Outcome.Refusal refusal, String id) {
            return reply(
                    refusal.status(),
                    "<Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors><RequestID>%s</RequestID></Response>"
                            .formatted(Xml.text(refusal.code()), Xml.text(refusal.message()), id));
        }
    },

    /** {@code X-Amz-Target} and JSON: CloudWatch Logs, SSM, Secrets Manager. */
    JSON("application/x-amz-json-1.1") {
        @Override
        HttpReply success(Call call, Object body, String id) {
            return new HttpReply(200, contentType(), Map.of(), write(JSON_MAPPER, body));
        }

        @Override
        HttpReply refusal(Outcome.Refusal refusal, String id) {
            return new HttpReply(
                    refusal.status(),
                    contentType(),
                    Map.of("x-amzn-ErrorType", refusal.code()),
                    write(JSON_MAPPER, error(refusal.code(), refusal)));
        }
    },

    /** Method, path and JSON: Lambda. */
    REST("application/json") {
        @Override
        HttpReply success(Call call, Object body, String id) {
            return new HttpReply(200, contentType(), Map.of(), write(JSON_MAPPER, body));
        }

        @Override
        HttpReply refusal(Outcome.Refusal refusal, String id) {
            return new HttpReply(
                    refusal.status(),
                    contentType(),
                    Map.of("x-amzn-ErrorType", refusal.code()),
                    write(JSON_MAPPER, error(refusal.code(), refusal)));
        }
    },

    /** Smithy RPC v2 over CBOR: CloudWatch since SDK 2.41 at the latest. */
    CBOR("application/cbor") {
        @Override
        HttpReply success(Call call, Object body, String id) {
            return new HttpReply(200, contentType(), SMITHY, write(CBOR_MAPPER, body));
        }

        @Override
        HttpReply refusal(Outcome.Refusal refusal, String id) {
            Map<String, String> headers = new LinkedHashMap<>(SMITHY);
            headers.put("x-amzn-query-error", refusal.code() + ";" + (refusal.status() < 500 ? "Sender" : "Receiver"));
            return new HttpReply(
                    refusal.status(),
                    contentType(),
                    headers,
                    write(CBOR_MAPPER, error("com.amazonaws.standins#" + shape(refusal.code()), refusal)));
        }

        // the body names the shape of the model, the header the code that the query protocol had
        private static String shape(String code) {
            if (code.equals("MissingParameter")) {
                return "MissingRequiredParameterException";
            }
            return code.endsWith("Exception") ? code : code + "Exception";
        }
    };

    /** Ready for the wire. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record HttpReply(int status, String contentType, Map<String, String> headers, byte[] body) {}

    private static final Map<String, String> SMITHY = Map.of("smithy-protocol", "rpc-v2-cbor");
    static final ObjectMapper JSON_MAPPER = new ObjectMapper().registerModule(timestamps());
    static final ObjectMapper CBOR_MAPPER = new CBORMapper().registerModule(timestamps());

    private final String contentType;

    WireFormat(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    abstract HttpReply success(Call call, Object body, String id);

    abstract HttpReply refusal(Outcome.Refusal refusal, String id);

    HttpReply reply(int status, String xml) {
        return new HttpReply(status, contentType, Map.of(), xml.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> error(String type, Outcome.Refusal refusal) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("__type", type);
        body.put("message", refusal.message());
        return body;
    }

    private static byte[] write(ObjectMapper mapper, Object body) {
        try {
            return mapper.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer of ours that cannot be written", e);
        }
    }

    private static SimpleModule timestamps() {
        return new SimpleModule().addSerializer(new StdSerializer<>(Instant.class) {
            @Override
            public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
                if (out instanceof CBORGenerator cbor) {
                    cbor.writeTag(1); // RFC 8949, 3.4.2: epoch-based date and time
                }
                out.writeNumber(value.toEpochMilli() / 1000d);
            }
        });
    }
}
