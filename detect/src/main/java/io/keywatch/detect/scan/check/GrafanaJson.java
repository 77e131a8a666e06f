package io.keywatch.detect.scan.check;

import java.util.Map;

/** Grafana keys that are base64 of JSON: API keys hold k, n and id; cloud tokens ({@code glc_}) hold o, n and k. */
final class GrafanaJson implements OfflineCheck {
    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        boolean cloud = Alphabets.equal(bytes, from, "glc_");
        Map<String, String> members = JsonWebToken.scalars(Alphabets.base64(bytes, cloud ? from + 4 : from, to));
        if (members == null || !members.containsKey("k") || !members.containsKey("n")) {
            return Verdict.REJECTED;
        }
        return cloud || members.containsKey("id") ? Verdict.STRUCTURE_OK : Verdict.REJECTED;
    }
}
