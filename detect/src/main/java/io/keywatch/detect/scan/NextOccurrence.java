package io.keywatch.detect.scan;

/** The next occurrence of some bytes in one text, asked for from ever later places: each byte is searched once. */
final class NextOccurrence {
    private final byte[] what;
    private int found = -1;
    private int searchedTo;

    NextOccurrence(byte[] what) {
        this.what = what;
    }

    /** @return -1 where none stands in {@code [from, limit)} */
    int in(byte[] bytes, int from, int limit) {
        if (found < from) {
            found = PrivateKeys.indexOf(bytes, what, Math.max(from, searchedTo), limit);
            searchedTo = found >= 0 ? found : Math.max(searchedTo, limit - what.length + 1);
        }
        return found >= 0 && found + what.length <= limit ? found : -1;
    }
}
