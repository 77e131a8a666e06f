package io.keywatch.detect.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.assign.Located;
import io.keywatch.detect.scan.assign.PairLocator;
import io.keywatch.detect.scan.assign.ValueLocator;
import io.keywatch.detect.scan.assign.ValueScreen;
import io.keywatch.detect.scan.check.Checks;
import io.keywatch.detect.scan.check.OfflineCheck;
import io.keywatch.detect.scan.decode.Encoding;
import io.keywatch.detect.scan.decode.Escape;
import io.keywatch.detect.scan.decode.Run;
import io.keywatch.detect.scan.pattern.ByteSet;
import io.keywatch.detect.scan.structure.FieldParser;
import io.keywatch.detect.scan.text.Decoded;
import io.keywatch.detect.scan.text.FileKind;
import io.keywatch.detect.scan.text.Lines;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What holds for each parser alone. The first byte of an input chooses where there is a choice. */
final class Parsers {
    private static final List<String> CHECKS = Checks.names().stream().sorted().toList();
    private static final FileKind[] KINDS = FileKind.values();

    /** Of one text: enough to see them follow one another. */
    private static final int MAX_PLACES = 64;

    private Parsers() {}

    static void decoded(byte[] input) {
        Decoded text = Decoded.of(input, input.length);
        Lines lines = new Lines(text.bytes(), text.length());
        long last = 0;
        for (int i = 0; i <= text.length(); i++) {
            long at = text.original(i);
            assertThat(at >= last && at <= input.length + 1L)
                    .as("origin %d of %d after %d", at, input.length, last)
                    .isTrue();
            last = at;
            int line = lines.line(i);
            assertThat(line >= 1 && lines.start(line) <= i && lines.column(i) >= 1)
                    .as("line and column of %d", i)
                    .isTrue();
        }
    }

    static void encoding(byte[] input) {
        for (Encoding encoding : Encoding.values()) {
            int at = encoding.next(input, 0, input.length);
            while (at < input.length) {
                Run run = encoding.decode(input, at, input.length);
                origins(run, input.length);
                at = encoding.next(input, run.to(run.bytes().length), input.length);
            }
        }
        String lower = new String(input, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        for (Escape escape : Escape.values()) {
            int places = 0;
            for (String literal : escape.literals()) {
                int at = lower.indexOf(literal);
                while (at >= 0 && places++ < MAX_PLACES) {
                    origins(escape.decode(input, 0, at, at + literal.length(), input.length), input.length);
                    at = lower.indexOf(literal, at + 1);
                }
            }
        }
    }

    private static void origins(Run run, int length) {
        run.isText();
        int last = 0;
        for (int i = 0; i <= run.bytes().length; i++) {
            assertThat(run.from(i) >= last && run.to(i) <= length)
                    .as("origin of %d", i)
                    .isTrue();
            last = run.from(i);
        }
    }

    /** @param names of files, each of which promises a format whose fields are read by structure */
    static void fields(List<String> names, byte[] input) {
        if (input.length == 0) {
            return;
        }
        FieldParser parser = FieldParser.of(names.get((input[0] & 0xff) % names.size()));
        if (parser == null) {
            throw new AssertionError("no parser of fields for one of " + names);
        }
        byte[] text = Arrays.copyOfRange(input, 1, input.length);
        parser.parse(
                text,
                text.length,
                (name, start, end) -> assertThat(0 <= start && start <= end && end <= text.length && !name.isEmpty())
                        .as("field %s in [%d, %d) of %d", name, start, end, text.length)
                        .isTrue());
    }

    static void assignment(byte[] input) {
        if (input.length == 0) {
            return;
        }
        FileKind kind = KINDS[(input[0] & 0xff) % KINDS.length];
        Located at = new Located();
        int places = 0;
        int i = 1;
        while (i < input.length && places++ < MAX_PLACES) {
            int from = i;
            while (i < input.length && ByteSet.WORD.has(input[i])) {
                i++;
            }
            if (i > from) {
                assignment(input, from, i, kind, at);
            }
            i++;
        }
    }

    private static void assignment(byte[] b, int from, int to, FileKind kind, Located at) {
        ValueScreen screen = new ValueScreen();
        boolean found = PairLocator.locate(b, from, to, b.length, kind, at)
                || ValueLocator.locate(b, from, to, b.length, kind, at);
        int elements = 0;
        while (found) {
            assertThat(0 <= at.start() && at.start() <= at.end() && at.end() <= b.length)
                    .as("value in [%d, %d) of %d", at.start(), at.end(), b.length)
                    .isTrue();
            screen.screen(b, from, to, at, kind);
            assertThat(screen.residue()).isBetween(0.0, 1.0);
            found = at.list() && ++elements < MAX_PLACES && ValueLocator.nextElement(b, b.length, at);
        }
    }

    static void check(byte[] input) {
        if (input.length == 0) {
            return;
        }
        OfflineCheck check = Checks.named(CHECKS.get((input[0] & 0xff) % CHECKS.size()));
        if (check == null || !check.of(input, 1, input.length).equals(check.of(input, 1, input.length))) {
            throw new AssertionError("a check is not the same twice");
        }
    }

    /** Every check once, behind its own first byte. */
    static List<byte[]> forEachCheck(String value) {
        return java.util.stream.IntStream.range(0, CHECKS.size())
                .mapToObj(i -> Invariants.bytes((char) i + value))
                .toList();
    }
}
