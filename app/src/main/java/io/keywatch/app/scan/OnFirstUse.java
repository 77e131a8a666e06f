package io.keywatch.app.scan;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a thing when it is first asked for, and once. Thread-safe. */
public final class OnFirstUse<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private volatile @Nullable T made;

    public OnFirstUse(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public T get() {
        T thing = made;
        return thing != null ? thing : make();
    }

    private synchronized T make() {
        T thing = made;
        if (thing == null) {
            thing = maker.get();
            made = thing;
        }
        return thing;
    }
}
