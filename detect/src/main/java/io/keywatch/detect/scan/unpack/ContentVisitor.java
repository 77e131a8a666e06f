package io.keywatch.detect.scan.unpack;

import org.jspecify.annotations.Nullable;

/** Takes what came out of an artifact, one piece after the other. */
public interface ContentVisitor {
    /**
     * @param path {@code archive!member} path inside the artifact, null for the artifact itself
     * @param name last name, which tells the format
     */
    void content(byte[] bytes, int length, @Nullable String path, String name);

    /**
     * Called once for every member, before its content.
     *
     * @param path of the archive, as {@link #content} gets it
     * @return the name as it may stand in a path: names may hold secrets
     */
    String member(String name, @Nullable String path);

    /** The name of what a compressed stream holds, which is that of the stream without its suffix, for a path. */
    String inner(String name);
}
