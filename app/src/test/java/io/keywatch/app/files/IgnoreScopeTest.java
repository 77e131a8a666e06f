package io.keywatch.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The meaning of each line is that of gitignore(5). */
class IgnoreScopeTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "*.log, a.log, true",
        "*.log, deep/er/a.log, true",
        "*.log, a.log.txt, false",
        "build/, build/x, true",
        "build/, deep/build/x, true",
        "build/, build, false",
        "/build, build/x, true",
        "/build, deep/build/x, false",
        "docs/*.md, docs/a.md, true",
        "docs/*.md, docs/in/a.md, false",
        "docs/*.md, in/docs/a.md, false",
        "docs/**/a.md, docs/a.md, true",
        "docs/**/a.md, docs/x/y/a.md, true",
        "**/a.md, a.md, true",
        "**/a.md, x/a.md, true",
        "a/**, a/x, true",
        "a/**, ab/x, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "[a-c]x, bx, true",
        "[!a-c]x, bx, false",
        "[^a-c]x, dx, true",
        "[]]x, ]x, true",
        "[ax, [ax, true",
        "\\!a, !a, true",
        "\\#a, #a, true",
        "#a, #a, false",
        "a*b*c, axxbxxbxc, true",
        "a*b*c, axxbxx, false"
    })
    void leavesOutAsGitDoes(String line, String path, boolean out) throws IOException {
        Files.createDirectories(folder.resolve(path).getParent());
        Files.writeString(folder.resolve(path), "x");

        assertThat(files(List.of(line))).isEqualTo(out ? List.of() : List.of(path));
    }

    @Test
    void theLastLineThatMatchesDecides() throws IOException {
        write("a.log", "keep.log", "b.log");
        Files.writeString(folder.resolve(IgnoreScope.FILE), "*.log\n!keep.log\n\n# b\n");

        assertThat(files(List.of())).containsExactly(IgnoreScope.FILE, "keep.log");
    }

    @Test
    void whatIsInAFolderThatIsLeftOutCannotComeBack() throws IOException {
        write("out/keep.log", "in.txt");

        assertThat(files(List.of("out/", "!out/keep.log"))).containsExactly("in.txt");
    }

    @Test
    void theDeeperFileDecidesBeforeTheUpperOneAndTheCommandLineBeforeBoth() throws IOException {
        write("a.log", "in/a.log", "in/b.log");
        Files.writeString(folder.resolve(IgnoreScope.FILE), "*.log\n");
        Files.writeString(folder.resolve("in").resolve(IgnoreScope.FILE), "!*.log\n");

        assertThat(files(List.of("b.log", ".keywatchignore"))).containsExactly("in/a.log");
    }

    @Test
    void countsWhatItLeavesOut() throws IOException {
        write("a.log", "out/x", "out/y", "in.txt");

        FileTree tree = new FileTree(List.of(folder), List.of("*.log", "out"));
        tree.forEachRemaining(entry -> {});

        assertThat(tree.leftOut()).isEqualTo(2);
    }

    @Test
    void anIgnoreFileOverItsLimitIsATroubleAndNotSilence() throws IOException {
        for (int over = -1; over <= 1; over++) {
            Files.writeString(folder.resolve(IgnoreScope.FILE), "#".repeat(IgnoreScope.MAX_BYTES + over));
            FileTree tree = new FileTree(List.of(folder), List.of());
            assertThat(tree.next().trouble().isPresent()).isEqualTo(over > 0);
        }
    }

    @Test
    void manyStarsEndSoon() {
        assertThat(Glob.matches("*a".repeat(200) + "b", "a".repeat(5_000))).isFalse();
        assertThat(IgnorePattern.of("**/a/".repeat(100) + "b")
                        .orElseThrow()
                        .matches(List.of("a/".repeat(500).split("/")), false))
                .isFalse();
    }

    private void write(String... paths) throws IOException {
        for (String path : paths) {
            Files.createDirectories(folder.resolve(path).getParent());
            Files.writeString(folder.resolve(path), "x");
        }
    }

    private List<String> files(List<String> excludes) {
        List<String> found = new ArrayList<>();
        new FileTree(List.of(folder), excludes)
                .forEachRemaining(
                        entry -> found.add(folder.relativize(entry.path()).toString()));
        return found;
    }
}
