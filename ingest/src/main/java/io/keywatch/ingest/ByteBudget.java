package io.keywatch.ingest;

import java.util.concurrent.Semaphore;

/** Bytes that may be in memory at a time. Whoever asks first gets first, so that a large one is not starved. */
final class ByteBudget {
    /** A semaphore counts ints. */
    private static final int UNIT = 1024;

    private final Semaphore units;
    private final int total;

    ByteBudget(long bytes) {
        total = units(bytes);
        units = new Semaphore(total, true);
    }

    /** Waits. What is more than the whole budget waits for all of it. */
    Share take(long bytes) throws InterruptedException {
        int wanted = Math.min(units(bytes), total);
        units.acquire(wanted);
        return new Share(wanted);
    }

    long freeBytes() {
        return (long) units.availablePermits() * UNIT;
    }

    private static int units(long bytes) {
        return Math.clamp(Math.ceilDiv(bytes, UNIT), 1, Integer.MAX_VALUE);
    }

    /** What one object holds. */
    final class Share implements AutoCloseable {
        private final int held;

        private Share(int held) {
            this.held = held;
        }

        @Override
        public void close() {
            units.release(held);
        }
    }
}
