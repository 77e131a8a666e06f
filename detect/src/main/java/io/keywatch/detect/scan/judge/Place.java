package io.keywatch.detect.scan.judge;

import io.keywatch.detect.scan.text.FileKind;
import io.keywatch.detect.scan.text.Words;
import java.util.Locale;
import java.util.Set;

/** What the name of a file says of all that stands in it. Immutable. */
public final class Place {
    private static final Set<String> TESTS =
            Words.setOf("test tests testing spec specs fixture fixtures mock mocks testdata e2e stub stubs testutil");
    private static final Set<String> EXAMPLES =
            Words.setOf("example examples sample samples demo demos template templates tutorial playground skeleton");
    private static final Set<String> DOCUMENTS =
            Words.setOf("doc docs documentation readme guide guides wiki man help");
    private static final Set<String> VENDORED = Words.setOf("vendor node_modules third dist generated bower");
    private static final Set<String> SETTINGS =
            Words.setOf("conf config configs configuration settings env environments deploy secrets values");
    private static final Set<String> LANGUAGES = Words.setOf("locale locales i18n l10n lang translations messages");

    /** The deepest folders: those above say where a checkout lies. */
    private static final int MAX_PARTS = 12;

    /** In the order of the weights. */
    private static final FileKind[] KINDS = {FileKind.CODE, FileKind.CONFIG, FileKind.DOCUMENT, FileKind.OTHER};

    private final FileKind kind;
    private final int extension;
    private final boolean[] flags;

    private Place(FileKind kind, int extension, boolean[] flags) {
        this.kind = kind;
        this.extension = extension;
        this.flags = flags;
    }

    /** @param path as the artifact is named, with {@code /} between folders */
    public static Place of(String path, FileKind kind) {
        String lower = path.toLowerCase(Locale.ROOT);
        String file = lower.substring(lower.lastIndexOf('/') + 1);
        String extension = file.substring(file.lastIndexOf('.') + 1);
        String[] parts = lower.split("[^a-z0-9]+");
        boolean[] flags = new boolean[6];
        for (int i = Math.max(0, parts.length - MAX_PARTS); i < parts.length; i++) {
            String part = parts[i];
            flags[0] |= TESTS.contains(part) || part.startsWith("test") || part.endsWith("test");
            flags[1] |= EXAMPLES.contains(part);
            flags[2] |= DOCUMENTS.contains(part);
            flags[3] |= VENDORED.contains(part);
            flags[4] |= SETTINGS.contains(part);
            flags[5] |= LANGUAGES.contains(part);
        }
        // to the weights a shell script is configuration
        return new Place(kind == FileKind.SHELL ? FileKind.CONFIG : kind, extension.hashCode(), flags);
    }

    /** Names of folders are one repository's own: only the flags and the extension say something of another. */
    void write(Traits into) {
        for (FileKind each : KINDS) {
            into.flag(each == kind);
        }
        for (boolean flag : flags) {
            into.flag(flag);
        }
        into.word(Traits.Group.PLACE, extension);
    }
}
