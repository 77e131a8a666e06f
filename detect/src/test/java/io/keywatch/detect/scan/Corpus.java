package io.keywatch.detect.scan;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The development corpus, where there is one: {@code -Dkeywatch.corpus=FILE}, or beside the checkout. */
final class Corpus {
    private Corpus() {}

    static Optional<Path> file() {
        String named = System.getProperty("keywatch.corpus");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path beside = at.resolveSibling("shared").resolve("data/creddata-dev.tar.zst");
            if (Files.exists(at.resolve("keywatch")) && Files.exists(beside)) {
                return Optional.of(beside);
            }
        }
        return Optional.empty();
    }

    /** Its files, one after the other, straight from the archive. */
    static void read(Path archive, BiConsumer<String, byte[]> each) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new ZstdInputStream(new BufferedInputStream(Files.newInputStream(archive))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile() && entry.getName().contains("/data/")) {
                    each.accept(entry.getName(), tar.readAllBytes());
                }
            }
        }
    }
}
