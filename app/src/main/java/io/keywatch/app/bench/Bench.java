package io.keywatch.app.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/** One measurement that a person can ask for by name. */
public interface Bench {
    String name();

    /** One sentence for the help. */
    String description();

    /** The same over files of the caller's choice; a bench that makes its own input stays as it is. */
    default Bench over(Path corpus) {
        return this;
    }

    /** Blocks; tells each result as soon as it is known. */
    void run(Consumer<Result> results) throws Exception;

    /**
     * @param value rate of the real thing, or a figure that stands alone
     * @param baseline rate of the least that must be done for it, in the same unit; NaN where there is none
     */
    record Result(String metric, double value, String unit, double baseline) {
        /** A figure that stands alone, such as bytes. */
        public static Result of(String metric, double value, String unit) {
            return new Result(metric, value, unit, Double.NaN);
        }

        public boolean hasBaseline() {
            return !Double.isNaN(baseline);
        }

        public double ratio() {
            return value / baseline;
        }
    }
}
