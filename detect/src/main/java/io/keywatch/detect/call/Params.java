package io.keywatch.detect.call;

import io.keywatch.schemas.v1.ApiCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the flattened request and response of a call: paths joined by {@code .}, list members as {@code [n]}. Absent is
 * normal: a denied call often comes without parameters, and the allow-list leaves out what it does not know.
 */
public final class Params {
    private Params() {}

    public static @Nullable String text(ApiCall call, String name) {
        return call.getParameters().get(name);
    }

    /** The first of {@code names} that is present. */
    public static @Nullable String firstOf(ApiCall call, String... names) {
        for (String name : names) {
            String value = call.getParameters().get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    public static boolean is(ApiCall call, String name, String value) {
        return value.equalsIgnoreCase(call.getParameters().get(name));
    }

    /** Present by value, or by name among what the allow-list left out. */
    public static boolean has(ApiCall call, String name) {
        if (call.getParameters().containsKey(name)) {
            return true;
        }
        for (String left : call.getRedacted()) {
            if (left.equals(name) || left.startsWith(name + ".") || left.startsWith(name + "[")) {
                return true;
            }
        }
        for (String key : call.getParameters().keySet()) {
            if (key.startsWith(name + ".") || key.startsWith(name + "[")) {
                return true;
            }
        }
        return false;
    }

    /** Values of {@code name}, {@code name[0]}, {@code name[1]}, ... in order of index. */
    public static List<String> list(ApiCall call, String name) {
        List<String> values = new ArrayList<>();
        String single = call.getParameters().get(name);
        if (single != null) {
            values.add(single);
        }
        for (int i = 0; ; i++) {
            String value = call.getParameters().get(name + "[" + i + "]");
            if (value == null) {
                return values;
            }
            values.add(value);
        }
    }

    /** Values of every parameter whose path starts with {@code prefix} and ends with {@code suffix}. */
    public static List<String> matching(ApiCall call, String prefix, String suffix) {
        List<String> values = new ArrayList<>();
        for (Map.Entry<String, String> parameter : call.getParameters().entrySet()) {
            String path = parameter.getKey();
            if (path.startsWith(prefix) && path.endsWith(suffix)) {
                values.add(parameter.getValue());
            }
        }
        return values;
    }

    public static @Nullable String response(ApiCall call, String name) {
        return call.getResponse().get(name);
    }
}
