package io.keywatch.detect.state;

/** Values to bytes and back. The first byte is a version, so that a later build reads what an earlier one wrote. */
public interface Codec<V> {
    byte[] encode(V value);

    /** @throws IllegalStateException where the bytes are no such value */
    V decode(byte[] bytes);

    /** For tables on the heap, which keep objects and never ask for bytes. */
    static <T> Codec<T> onHeap() {
        return new Codec<>() {
            @Override
            public byte[] encode(T value) {
                throw new IllegalStateException("tables on the heap keep objects");
            }

            @Override
            public T decode(byte[] bytes) {
                throw new IllegalStateException("tables on the heap keep objects");
            }
        };
    }

    /** For tables that are sets: the key says it all. */
    Codec<Boolean> MARK = new Codec<>() {
        private static final byte[] TRUE = {1};

        @Override
        public byte[] encode(Boolean value) {
            return TRUE;
        }

        @Override
        public Boolean decode(byte[] bytes) {
            return Boolean.TRUE;
        }
    };
}
