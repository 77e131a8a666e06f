package io.keywatch.detect.scan.check;

/** Discord tokens: the first part is base64 of the decimal snowflake id of the application. */
final class DiscordToken implements OfflineCheck {
    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        int dot = from;
        while (dot < to && bytes[dot] != '.') {
            dot++;
        }
        byte[] id = Alphabets.base64(bytes, from, dot);
        if (id == null || id.length < 15) {
            return Verdict.REJECTED;
        }
        for (byte b : id) {
            if (b < '0' || b > '9') {
                return Verdict.REJECTED;
            }
        }
        return Verdict.STRUCTURE_OK;
    }
}
