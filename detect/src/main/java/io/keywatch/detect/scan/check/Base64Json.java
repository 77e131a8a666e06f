package io.keywatch.detect.scan.check;

import java.util.Map;
import java.util.Set;

/**
 * A token that holds base64 of a JSON object.
 *
 * @param prefix before the base64
 * @param end what ends the base64, 0 where the token does
 * @param members that the object has to have
 */
record Base64Json(String prefix, char end, Set<String> members) implements OfflineCheck {
    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        if (!Alphabets.begins(bytes, from, to, prefix)) {
            return Verdict.REJECTED;
        }
        int start = from + prefix.length();
        int stop = start;
        while (stop < to && bytes[stop] != end) {
            stop++;
        }
        Map<String, String> found = JsonWebToken.scalars(Alphabets.base64(bytes, start, stop));
        return found != null && found.keySet().containsAll(members) ? Verdict.STRUCTURE_OK : Verdict.REJECTED;
    }
}
