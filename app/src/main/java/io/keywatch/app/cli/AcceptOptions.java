package io.keywatch.app.cli;

import io.keywatch.app.accept.Accepted;
import io.keywatch.app.accept.Baseline;
import io.keywatch.app.accept.Suppressions;
import io.keywatch.schemas.Fingerprint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What of the findings was accepted before. */
final class AcceptOptions {
    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "Do not report the findings in it: by fingerprint, rule and path. Needs a fingerprint key.")
    private @Nullable Path baseline;

    @Option(
            names = "--write-baseline",
            paramLabel = "FILE",
            description = "Write what is found there, as a baseline, and end with 0. Needs a fingerprint key.")
    private @Nullable Path written;

    @Option(
            names = "--suppressions",
            paramLabel = "FILE",
            description = "YAML: who accepts which rule or fingerprint in which paths, why, and until when.")
    private @Nullable Path suppressions;

    Optional<Path> written() {
        return Optional.ofNullable(written);
    }

    /** Whether fingerprints of this run are compared with those of another. */
    private boolean compares() {
        return baseline != null || written != null;
    }

    /** @return what is wrong with the options, for people */
    Optional<String> problem(@Nullable Path keyFile) {
        String environment = System.getenv(Fingerprint.ENVIRONMENT);
        boolean lasting = keyFile != null || (environment != null && !environment.isBlank());
        return compares() && !lasting
                ? Optional.of("a baseline needs a key that lasts: --key-file (`keywatch config new-key` makes one) or "
                        + Fingerprint.ENVIRONMENT)
                : Optional.empty();
    }

    /** @throws IOException saying what is wrong with a file */
    Accepted load(PrintWriter err) throws IOException {
        Baseline known = baseline == null ? Accepted.NOTHING.baseline() : Baseline.read(baseline);
        Suppressions said = suppressions == null
                ? Accepted.NOTHING.suppressions()
                : Suppressions.read(suppressions, LocalDate.now(ZoneOffset.UTC));
        said.notes().forEach(err::println);
        return new Accepted(known, said);
    }
}
