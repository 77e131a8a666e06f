package io.keywatch.app.scan;

/**
 * What a scan came to.
 *
 * @param notRead files and folders that could not be opened
 * @param unreadable read, but damaged or locked so that nothing could be looked at
 * @param partial looked at in part: a limit or damage
 * @param skipped left out by design
 * @param accepted findings in the baseline, in suppressions or allowed in the text
 * @param excluded files, and folders with all in them, that patterns left out
 * @param links symbolic links inside folders, never followed
 */
public record ScanSummary(
        long files,
        long bytes,
        long findings,
        long notRead,
        long unreadable,
        long partial,
        long skipped,
        long accepted,
        long excluded,
        long links,
        double seconds) {

    /** One line for people. */
    public String line() {
        StringBuilder line = new StringBuilder();
        line.append(findings).append(findings == 1 ? " finding in " : " findings in ");
        line.append(files).append(files == 1 ? " file, " : " files, ");
        line.append(String.format(java.util.Locale.ROOT, "%.1f MB in %.1f s", bytes / 1e6, seconds));
        append(line, accepted, "suppressed");
        append(line, notRead, "could not be read");
        append(line, unreadable, "damaged or locked");
        append(line, partial, "read in part");
        append(line, skipped, "skipped");
        append(line, excluded, "excluded");
        append(line, links, links == 1 ? "link not followed" : "links not followed");
        return line.toString();
    }

    private static void append(StringBuilder line, long count, String what) {
        if (count > 0) {
            line.append("; ").append(count).append(' ').append(what);
        }
    }
}
