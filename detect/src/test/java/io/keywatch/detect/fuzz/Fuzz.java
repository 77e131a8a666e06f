package io.keywatch.detect.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How Jazzer calls a target, by the contract of its driver; and, as a program, what it starts from. */
public final class Fuzz {
    private static FuzzTarget target = Targets.ALL.getFirst();

    private Fuzz() {}

    /** @param args the name of the target */
    public static void fuzzerInitialize(String[] args) throws Exception {
        target = Targets.named(args[0]);
        // classes load and rules compile here, instrumented: minutes that the first input would be blamed for
        for (byte[] seed : target.seeds().get()) {
            target.run(seed);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        target.run(input);
    }

    /** Writes the seeds of a target into a folder; without arguments, lists the targets. */
    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            Targets.ALL.forEach(System.out::println);
            return;
        }
        Path folder = Files.createDirectories(Path.of(args[1]));
        List<byte[]> seeds = Targets.named(args[0]).seeds().get();
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(folder.resolve("seed-" + i), seeds.get(i));
        }
    }
}
