package io.keywatch.detect.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Holds one run of a target to a budget of time and memory. */
final class Cost {
    /** Instrumented code on a busy machine is ten times slower; a hang is far beyond. */
    private static final long MAX_CPU_NANOS = Duration.ofSeconds(5).toNanos();

    /** Twenty times what an archive under test may hold, far less than a decoder that believes a header takes. */
    private static final long MAX_ALLOCATED = 400L * 1024 * 1024;

    private static final com.sun.management.ThreadMXBean THREAD =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Cost() {}

    /** Runs it, and a second time where the first was over: that one may have loaded and instrumented classes. */
    static void bounded(FuzzTarget.Body body, byte[] input) throws Exception {
        long cpu = THREAD.getCurrentThreadCpuTime();
        long allocated = THREAD.getCurrentThreadAllocatedBytes();
        body.run(input);
        if (THREAD.getCurrentThreadCpuTime() - cpu < MAX_CPU_NANOS
                && THREAD.getCurrentThreadAllocatedBytes() - allocated < MAX_ALLOCATED) {
            return;
        }
        cpu = THREAD.getCurrentThreadCpuTime();
        allocated = THREAD.getCurrentThreadAllocatedBytes();
        body.run(input);
        assertThat(THREAD.getCurrentThreadAllocatedBytes() - allocated)
                .as("bytes allocated")
                .isLessThan(MAX_ALLOCATED);
        assertThat(THREAD.getCurrentThreadCpuTime() - cpu).as("processor time").isLessThan(MAX_CPU_NANOS);
    }
}
