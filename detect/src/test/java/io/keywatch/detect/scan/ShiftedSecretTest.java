package io.keywatch.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.keywatch.detect.scan.check.Forge;
import io.keywatch.schemas.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * One secret, moved byte by byte over every place where the scanner goes from one part of a text to the next. An
 * artifact is scanned as one buffer: the edges are those within.
 */
class ShiftedSecretTest {
    private static final Scanner SCANNER =
            Scanner.create(RuleSet.builtin(), Fingerprint.ephemeral(), ScanLimits.DEFAULTS);

    /** 40 bytes with a checksum that holds. */
    private static final String TOKEN =
            Forge.valid("crc32-base62-body", "ghp_" + Forge.text(36, new Random(1)), new Random(2));

    /** One block of the literal pass is 2^18 bytes in four lanes; the rest of this text is four shorter ones. */
    private static final int TEXT = 300_000;

    private static final int BLOCK = 1 << 18;

    /** Bytes in a wrapped line of base64. A prefix that a line break parts does not tell the run, which is known. */
    private static final int LINE = 57;

    @Provide
    Arbitrary<Integer> laneEdges() {
        int rest = (TEXT - BLOCK) / 4;
        return Arbitraries.of(
                0, BLOCK / 4, BLOCK / 2, BLOCK / 4 * 3, BLOCK, BLOCK + rest, BLOCK + rest * 2, BLOCK + rest * 3, TEXT);
    }

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void isFoundAroundEveryLaneAndBlockOfTheLiteralPass(
            @ForAll("laneEdges") int edge, @ForAll @IntRange(min = -42, max = 2) int shift) {
        int at = Math.clamp(edge + shift, 0, TEXT - TOKEN.length());
        byte[] text = blank(TEXT);
        put(text, at, TOKEN);
        assertThat(places(text)).containsExactly((long) at);
    }

    /** The buffer that a member is read into begins with 64 KiB and doubles. */
    @Property(generation = GenerationMode.EXHAUSTIVE)
    void isFoundAroundTheBuffersOfAnArchive(
            @ForAll("buffers") int edge, @ForAll @IntRange(min = -42, max = 2) int shift) throws IOException {
        byte[] text = blank(140_000);
        new Random(3).ints(text.length, 'a', 'z').forEach(new Filler(text)::next);
        put(text, edge + shift - 1, " " + TOKEN + " ");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text);
        }
        assertThat(places(packed.toByteArray())).contains((long) edge + shift);
    }

    @Provide
    Arbitrary<Integer> buffers() {
        return Arbitraries.of(8 << 10, 16 << 10, 32 << 10, 64 << 10, 128 << 10);
    }

    private static final class Filler {
        private final byte[] text;
        private int at;

        Filler(byte[] text) {
            this.text = text;
        }

        void next(int c) {
            // random, so that it does not pack; with a blank now and then
            text[at++] = (byte) (c == 'e' ? ' ' : c);
        }
    }

    /** What tells UTF-16 from binary is the first 8 KiB. */
    @Property(generation = GenerationMode.EXHAUSTIVE)
    void isFoundInUtf16AroundTheSampleThatTellsIt(@ForAll @IntRange(min = -42, max = 2) int shift) {
        byte[] text = blank(6_000);
        int at = (8 << 10) / 2 + shift;
        put(text, at, TOKEN);
        byte[] wide = new String(text, StandardCharsets.US_ASCII).getBytes(StandardCharsets.UTF_16LE);
        assertThat(places(wide)).containsExactly(at * 2L);
    }

    /** A run of base64 is decoded in parts of 2^18 characters on either side of what tells it. */
    @Property(generation = GenerationMode.EXHAUSTIVE)
    void isFoundInBase64AroundThePartsOfALongRun(
            @ForAll("runEdges") int edge, @ForAll @IntRange(min = -44, max = 4) int shift) {
        // another one before it, whose part ends there or not
        assertThat(inBase64(Base64.getEncoder(), 8, edge + shift)).hasSize(2);
    }

    @Provide
    Arbitrary<Integer> runEdges() {
        return Arbitraries.of((1 << 18) / 4 * 3, 250_001, (1 << 19) / 4 * 3);
    }

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void isFoundInWrappedBase64AroundAPartOfALongRun(@ForAll @IntRange(min = -44, max = 4) int shift) {
        int at = (1 << 18) / 4 * 3 + shift;
        Assume.that(at % LINE <= LINE - 4);
        assertThat(inBase64(Base64.getMimeEncoder(), 8, at)).hasSize(2);
    }

    /** Nothing before it tells that the run is base64. */
    @Property(generation = GenerationMode.EXHAUSTIVE)
    void isFoundInBase64FarFromTheBeginningOfItsRun(
            @ForAll @IntRange(min = 0, max = 11) int shift, @ForAll boolean wrapped) {
        int at = 380_000 + shift;
        Assume.that(!wrapped || at % LINE <= LINE - 4);
        assertThat(inBase64(wrapped ? Base64.getMimeEncoder() : Base64.getEncoder(), at))
                .hasSize(1);
    }

    private static List<Match> inBase64(Base64.Encoder encoder, int... at) {
        byte[] text = blank(420_000);
        for (int place : at) {
            put(text, place, TOKEN);
        }
        return SCANNER.scan(Artifact.of("a.txt", encoder.encode(text))).matches();
    }

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void isFoundInHexAroundThePartsOfALongRun(
            @ForAll("hexEdges") int edge, @ForAll @IntRange(min = -44, max = 4) int shift) {
        byte[] text = blank(300_000);
        put(text, 8, TOKEN);
        put(text, edge + shift, TOKEN);
        byte[] encoded = HexFormat.of().formatHex(text).getBytes(StandardCharsets.US_ASCII);
        assertThat(SCANNER.scan(Artifact.of("a.txt", encoded)).matches()).hasSize(2);
    }

    @Provide
    Arbitrary<Integer> hexEdges() {
        return Arbitraries.of((1 << 18) / 2, 1 << 18);
    }

    /** Text with escapes is decoded in parts of 8 KiB on either side of the first one. */
    @Property(generation = GenerationMode.EXHAUSTIVE)
    void isFoundBehindEscapesAroundTheirParts(
            @ForAll("escapes") String quote, @ForAll @IntRange(min = -80, max = 10) int shift) {
        byte[] text = new byte[20_000];
        Arrays.fill(text, (byte) '.');
        put(text, 0, quote);
        // its first letter is an escape too: it is nowhere in the text as it is
        String hidden = quote.startsWith("%") ? "%67" + TOKEN.substring(1) : "\\u0067" + TOKEN.substring(1);
        put(text, quote.length() + (8 << 10) + shift, quote + hidden + quote);
        assertThat(SCANNER.scan(Artifact.of("a.txt", text)).matches()).hasSize(1);
    }

    @Provide
    Arbitrary<String> escapes() {
        return Arbitraries.of("%22", "\\u0022");
    }

    /** Every 16,384 characters an expression of a user is interrupted to look at the clock. */
    @Property(generation = GenerationMode.EXHAUSTIVE)
    void isFoundByAUsersRuleAroundTheLooksAtTheClock(@ForAll @IntRange(min = -42, max = 2) int shift) {
        byte[] text = blank(40_000);
        int at = (1 << 14) + shift;
        put(text, at, TOKEN);
        assertThat(ImportedRegexTest.found("\\w{40}", new String(text, StandardCharsets.US_ASCII)))
                .containsExactly(new ImportedRegexTest.Span(at, at + 40));
    }

    private static byte[] blank(int length) {
        byte[] text = new byte[length];
        Arrays.fill(text, (byte) ' ');
        for (int i = 0; i < length; i += 61) {
            text[i] = '\n';
        }
        return text;
    }

    private static void put(byte[] text, int at, String what) {
        byte[] bytes = what.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, text, at, bytes.length);
    }

    private static List<Long> places(byte[] content) {
        return SCANNER.scan(Artifact.of("a.txt", content)).matches().stream()
                .map(Match::startByte)
                .toList();
    }
}
