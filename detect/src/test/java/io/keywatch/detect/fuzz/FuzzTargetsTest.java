package io.keywatch.detect.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeds, what fuzzing found, and mutations of both: the regression half of fuzzing, in every test run. */
@Execution(ExecutionMode.CONCURRENT)
class FuzzTargetsTest {
    /** Few: this is where what fuzzing found is tried again, not where it searches. */
    private static final int MUTATIONS = 60;

    static Stream<FuzzTarget> targets() {
        return Targets.ALL.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void holdsForSeedsAndTheirMutations(FuzzTarget target) throws Exception {
        List<byte[]> inputs = new ArrayList<>(target.seeds().get());
        inputs.addAll(committed("found/" + target.name()));
        inputs.addAll(committed("kept/" + target.name()));
        inputs.add(new byte[0]);
        Random random = new Random(target.name().hashCode());
        for (byte[] input : inputs) {
            target.run(input);
        }
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] input = inputs.get(random.nextInt(inputs.size()));
            target.run(mutated(input, inputs.get(random.nextInt(inputs.size())), random));
        }
    }

    /** Inputs that once broke a target ({@code found/TARGET/}), or took it where seeds do not ({@code kept/TARGET/}). */
    private static List<byte[]> committed(String name) {
        URL folder = FuzzTargetsTest.class.getResource(name);
        if (folder == null) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            List<byte[]> inputs = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
            return inputs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mutated(byte[] input, byte[] other, Random random) {
        byte[] out = input.clone();
        for (int i = 0; i < 1 + random.nextInt(4) && out.length > 0; i++) {
            int at = random.nextInt(out.length);
            switch (random.nextInt(5)) {
                case 0 -> out[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> out[at] = (byte) random.nextInt(256);
                case 2 -> out = Arrays.copyOf(out, at);
                case 3 -> Arrays.fill(out, at, Math.min(out.length, at + 4), (byte) 0xff);
                default -> {
                    int n = Math.min(other.length, out.length - at);
                    System.arraycopy(other, other.length - n, out, at, n);
                }
            }
        }
        return out;
    }
}
