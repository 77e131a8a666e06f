package io.keywatch.detect.scan.check;

import java.util.List;
import java.util.Map;

/**
 * Azure keys that carry a service signature before the last six characters and, as their last four bytes, the Marvin
 * checksum of the others under a seed of the service. Signatures and seeds: microsoft/security-utilities (MIT).
 */
final class AzureIdentifiableKey implements OfflineCheck {
    private static final List<String> MESSAGING = List.of("Send0000", "Manage00", "Listen00", "System00", "Unknown0");

    /** A seed is eight ASCII characters, read as a number. */
    private static final Map<String, List<String>> SEEDS = Map.ofEntries(
            Map.entry("+ASt", List.of("Default0")),
            Map.entry("+ABa", List.of("AbAcct00")),
            Map.entry("+ACR", List.of("ACRDflt0")),
            Map.entry("+AMC", List.of("Classic0")),
            Map.entry("+SQL", List.of("UsrPwd00")),
            Map.entry("AzCa", List.of("Access00")),
            Map.entry("AzSe", List.of("Query000", "PAdmin00")),
            Map.entry("AzFu", List.of("Master00", "System00", "Functi00")),
            Map.entry("AIoT", List.of("IoTHub00", "DpsKey00", "Device00")),
            Map.entry("APIM", List.of("Tenant00", "IoTHub00", "Gateway0", "GitKey00")),
            Map.entry(
                    "ACDb",
                    List.of("MastRW00", "MastRO00", "SystRW00", "SystRO00", "SysAll00", "Resour00", "Encryp00")),
            Map.entry("+ASb", MESSAGING),
            Map.entry("+AEh", MESSAGING),
            Map.entry("+ARm", MESSAGING));

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && bytes[end - 1] == '=') {
            end--;
        }
        byte[] key = Alphabets.base64(bytes, from, to);
        if (key == null || end - from < 24) {
            return Verdict.REJECTED;
        }
        List<String> seeds = SEEDS.get(Alphabets.text(bytes, end - 10, end - 6));
        if (seeds == null) {
            return Verdict.REJECTED;
        }
        int body = key.length - 4;
        int stated = (key[body] & 0xff)
                | (key[body + 1] & 0xff) << 8
                | (key[body + 2] & 0xff) << 16
                | (key[body + 3] & 0xff) << 24;
        for (String seed : seeds) {
            if (Marvin32.of(key, 0, body, seed(seed)) == stated) {
                return Verdict.CHECKSUM_OK;
            }
        }
        return Verdict.DOUBTFUL;
    }

    static long seed(String text) {
        long seed = 0;
        for (int i = 0; i < 8; i++) {
            seed = seed << 8 | text.charAt(i);
        }
        return seed;
    }
}
