package io.keywatch.standins;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One request, whatever protocol it came in.
 *
 * @param service the name it was signed for ({@code sns}, {@code monitoring}, {@code logs}, …)
 * @param operation the API's operation, or method and path where a REST protocol does not say
 * @param input the parameters as a tree; a list of a query protocol is an object with the keys 1, 2, 3, …
 * @param endpoint where it was sent to, {@code http://host:port}
 */
record Call(String service, String operation, WireFormat format, JsonNode input, String region, String endpoint) {

    String text(String name) {
        return input.path(name).asText("");
    }

    /** The members of a list of a query protocol; {@code list} is the node above the numbers. */
    static List<JsonNode> members(JsonNode list) {
        List<String> keys = new ArrayList<>();
        list.fieldNames().forEachRemaining(keys::add);
        return keys.stream()
                .filter(key -> key.chars().allMatch(Character::isDigit))
                .sorted(Comparator.comparingInt(Integer::parseInt))
                .map(list::path)
                .toList();
    }
}
