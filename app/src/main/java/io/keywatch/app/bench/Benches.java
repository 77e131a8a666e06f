package io.keywatch.app.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Every bench on the class path. */
public final class Benches {
    private Benches() {}

    public static List<Bench> all() {
        List<Bench> all = new ArrayList<>(
                List.of(new IngestBench(), new ScanBench(), new ScanAdversarialBench(), new ReplayBench()));
        ServiceLoader.load(Bench.class).forEach(all::add);
        return List.copyOf(all);
    }
}
