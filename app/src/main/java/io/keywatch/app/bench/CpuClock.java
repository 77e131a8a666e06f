package io.keywatch.app.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Rates for each second of this thread's processor time: the neighbours on a busy machine do not count. */
final class CpuClock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Long enough for C2 to have compiled the hot path. */
    private static final double WARM_UP_SECONDS = 4;

    private static final double MEASURED_SECONDS = 6;

    private CpuClock() {}

    /** Work that may fail with what it reads. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** @param units that one run of the work does */
    static double unitsPerSecond(double units, Work work) throws Exception {
        repeat(WARM_UP_SECONDS, work);
        long start = THREADS.getCurrentThreadCpuTime();
        long runs = repeat(MEASURED_SECONDS, work);
        return runs * units / ((THREADS.getCurrentThreadCpuTime() - start) / 1e9);
    }

    /** Of one run. */
    static double seconds(Runnable work) {
        long start = THREADS.getCurrentThreadCpuTime();
        work.run();
        return (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
    }

    private static long repeat(double seconds, Work work) throws Exception {
        long end = THREADS.getCurrentThreadCpuTime() + (long) (seconds * 1e9);
        long runs = 0;
        do {
            work.run();
            runs++;
        } while (THREADS.getCurrentThreadCpuTime() < end);
        return runs;
    }
}
