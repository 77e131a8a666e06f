package io.keywatch.detect.scan.unpack;

import org.jspecify.annotations.Nullable;

/** Takes what came out of an artifact, one piece after the other. */
@FunctionalInterface
public interface ContentVisitor {
    /**
     * @param path {@code archive!member} path inside the artifact, null for the artifact itself
     * @param name last name, which tells the format
     */
    void content(byte[] bytes, int length, @Nullable String path, String name);
}
