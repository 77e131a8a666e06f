package io.keywatch.detect.scan.structure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The state of Terraform: outputs marked as sensitive and the attributes of resources that are secrets by their type. */
final class StateParser implements FieldParser {
    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public void parse(byte[] b, int length, Fields fields) {
        try (JsonParser json = JSON.createParser(b, 0, length)) {
            String type = "";
            boolean secure = true;
            boolean sensitive = false;
            String output = null;
            int value = 0;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                JsonStreamContext at = json.getParsingContext();
                String path = token.isScalarValue() ? path(at) : "";
                int start = (int) json.currentTokenLocation().getByteOffset() + 1;
                if (token == JsonToken.END_OBJECT) {
                    if (output != null && sensitive) {
                        field(b, output, value, length, fields);
                    }
                    output = null;
                    sensitive = false;
                } else if (token == JsonToken.VALUE_TRUE) {
                    sensitive |= path.startsWith("/outputs/") && path.endsWith("/sensitive");
                } else if (token == JsonToken.VALUE_STRING) {
                    if (path.equals("/resources/type")) {
                        type = json.getText();
                        secure = true;
                    } else if (path.equals("/resources/instances/attributes/type")) {
                        // an SSM parameter that is no SecureString is none; its type comes before its value
                        secure = !json.getText().equals("String");
                    } else if (secure && path.equals(secret(type))) {
                        field(b, "secret", start, length, fields);
                    } else if (path.startsWith("/outputs/") && path.endsWith("/value")) {
                        output = at.getParent().getCurrentName();
                        value = start;
                    }
                }
            }
        } catch (IOException noJson) {
            // what was read up to there stands
        }
    }

    private static @Nullable String secret(String type) {
        return switch (type) {
            case "random_password" -> "/resources/instances/attributes/result";
            case "aws_ssm_parameter" -> "/resources/instances/attributes/value";
            case "aws_secretsmanager_secret_version" -> "/resources/instances/attributes/secret_string";
            default -> null;
        };
    }

    /** The names on the way to a value, elements of lists left out. */
    private static String path(JsonStreamContext at) {
        StringBuilder path = new StringBuilder();
        for (JsonStreamContext c = at; c != null && path.length() < 256; c = c.getParent()) {
            if (c.hasCurrentName()) {
                path.insert(0, "/" + c.getCurrentName());
            }
        }
        return path.toString();
    }

    /** Texts with escapes are documents, which are read as such. */
    private static void field(byte[] b, String name, int start, int length, Fields fields) {
        int end = start;
        while (end < length && b[end] != '"' && b[end] != '\\') {
            end++;
        }
        if (end < length && b[end] == '"') {
            fields.field(name, start, end);
        }
    }
}
