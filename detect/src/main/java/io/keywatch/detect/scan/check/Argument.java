package io.keywatch.detect.scan.check;

import io.keywatch.detect.scan.text.Words;
import java.util.Set;

/** What stands after a flag: {@code --password options} is text about the flag, not a command. */
final class Argument implements OfflineCheck {
    private static final Set<String> PROSE = Words.setOf("""
            option options flag flags switch switches argument arguments parameter parameters command commands
            field fields value values description respectively instead together also only when where which that
            this these with without from into after before and not for must should will would can cannot could
            are was were has have had been being may might does did takes reads sets uses asks prompts gives means
            """);

    @Override
    public Verdict of(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && ".,;:!?)".indexOf(bytes[end - 1]) >= 0) {
            end--;
        }
        return end == from || PROSE.contains(Alphabets.text(bytes, from, end)) ? Verdict.REJECTED : Verdict.UNCHECKED;
    }
}
