package io.keywatch.app.bench;

import io.keywatch.app.files.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Text to scan, in memory.
 *
 * @param what it is, for the reader of the figures
 */
record BenchCorpus(String what, List<Text> texts) {
    /** A rate over less says little of caches and branch prediction; more only takes longer. */
    static final int MAX_BYTES = 128 << 20;

    private static final int MADE_UP_FILE = 16 * 1024;

    private static final String[] WORDS = {
        "return",
        "value",
        "token",
        "config",
        "request",
        "password",
        "key",
        "client",
        "secret",
        "string",
        "import",
        "public",
        "final",
        "user",
        "for",
        "if",
        "else",
        "null",
        "response",
        "header",
        "name",
        "count",
        "index"
    };

    @SuppressWarnings("ArrayRecordComponent") // a buffer, never compared
    record Text(String name, byte[] content) {
        @Override
        public String toString() {
            return "Text[" + content.length + " bytes]";
        }
    }

    BenchCorpus {
        texts = List.copyOf(texts);
    }

    double megabytes() {
        return texts.stream().mapToLong(text -> text.content().length).sum() / 1e6;
    }

    /** The given path; else the sources of the JDK that this runs on; else made up. */
    static BenchCorpus of(@Nullable Path given) throws IOException {
        if (given != null) {
            return files(given);
        }
        Path sources = Path.of(System.getProperty("java.home"), "lib", "src.zip");
        return Files.isReadable(sources) ? zip(sources) : madeUp();
    }

    private static BenchCorpus zip(Path sources) throws IOException {
        List<Text> texts = new ArrayList<>();
        long size = 0;
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(sources))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null && size < MAX_BYTES; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    byte[] content = zip.readAllBytes();
                    texts.add(new Text(entry.getName(), content));
                    size += content.length;
                }
            }
        }
        return new BenchCorpus("sources of JDK " + Runtime.version().feature() + " (lib/src.zip)", texts);
    }

    private static BenchCorpus files(Path given) throws IOException {
        List<Text> texts = new ArrayList<>();
        long size = 0;
        FileTree tree = new FileTree(List.of(given));
        while (tree.hasNext() && size < MAX_BYTES) {
            FileTree.Entry entry = tree.next();
            if (entry.trouble().isEmpty()) {
                byte[] content;
                try (InputStream in = Files.newInputStream(entry.path())) {
                    content = in.readNBytes(MAX_BYTES);
                }
                texts.add(new Text(entry.path().toString(), content));
                size += content.length;
            }
        }
        if (size == 0) {
            throw new IOException("there is nothing to read at " + given);
        }
        return new BenchCorpus(given.toString(), texts);
    }

    /** Words of code with a literal now and then: rule keywords occur, secrets hardly. */
    static BenchCorpus madeUp() {
        Random random = new Random(1);
        List<Text> texts = new ArrayList<>();
        for (int i = 0; i < MAX_BYTES / MADE_UP_FILE; i++) {
            texts.add(new Text("src/Main" + i + ".java", sourceText(MADE_UP_FILE, random)));
        }
        return new BenchCorpus("made up text, because this JDK has no lib/src.zip", texts);
    }

    static byte[] sourceText(int bytes, Random random) {
        StringBuilder text = new StringBuilder(bytes + 200);
        while (text.length() < bytes) {
            text.append("    ".repeat(random.nextInt(3)));
            int words = 3 + random.nextInt(8);
            for (int i = 0; i < words; i++) {
                text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(9) == 0 ? " = \"" : " ");
            }
            text.append(random.nextInt(20) == 0 ? Long.toString(random.nextLong(), 36) : "")
                    .append(";\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
