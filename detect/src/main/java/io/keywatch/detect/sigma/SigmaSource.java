package io.keywatch.detect.sigma;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The text of a rule file, wherever it came from: a folder, or a topic.
 *
 * @param name as problems name it
 */
public record SigmaSource(String name, String text) {
    /** SigmaHQ has some 4,000 rules in all. */
    static final int MAX_FILES = 20_000;

    static final long MAX_BYTES = YamlReader.MAX_CHARS;

    /** Tests beside a rule: {@code name.tests.yml} belongs to {@code name.yml}. */
    static final String TESTS = ".tests.yml";

    /** Files read, and what could not be read. */
    public record Reading(List<SigmaSource> sources, List<Problem> problems) {
        public Reading {
            sources = List.copyOf(sources);
            problems = List.copyOf(problems);
        }
    }

    /** Files as given, and {@code *.yml} and {@code *.yaml} in folders at any depth; files of tests are left out. */
    public static Reading read(List<Path> paths) {
        List<Path> files = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path path : paths) {
            list(path, files, problems);
        }
        List<SigmaSource> sources = new ArrayList<>();
        for (Path file : files) {
            try {
                if (Files.size(file) > MAX_BYTES) {
                    problems.add(new Problem(file.toString(), 1, true, "larger than " + MAX_BYTES + " bytes"));
                } else {
                    sources.add(new SigmaSource(file.toString(), Files.readString(file)));
                }
            } catch (MalformedInputException e) {
                problems.add(new Problem(file.toString(), 1, true, "not UTF-8"));
            } catch (IOException e) {
                problems.add(new Problem(
                        file.toString(),
                        1,
                        true,
                        "cannot be read: " + e.getClass().getSimpleName()));
            }
        }
        return new Reading(sources, problems);
    }

    private static void list(Path path, List<Path> into, List<Problem> problems) {
        if (Files.isRegularFile(path)) {
            into.add(path);
            return;
        }
        if (!Files.isDirectory(path)) {
            problems.add(new Problem(path.toString(), 1, true, "there is no such file or folder"));
            return;
        }
        try (Stream<Path> walk = Files.walk(path)) {
            List<Path> found = walk.filter(Files::isRegularFile)
                    .filter(SigmaSource::isRule)
                    .sorted()
                    .limit(MAX_FILES + 1L)
                    .toList();
            if (found.size() > MAX_FILES) {
                problems.add(new Problem(path.toString(), 1, true, "more than " + MAX_FILES + " files"));
            }
            into.addAll(found.subList(0, Math.min(found.size(), MAX_FILES)));
        } catch (IOException e) {
            problems.add(new Problem(
                    path.toString(),
                    1,
                    true,
                    "cannot be listed: " + e.getClass().getSimpleName()));
        }
    }

    private static boolean isRule(Path file) {
        String name = String.valueOf(file.getFileName());
        boolean yaml = name.endsWith(".yml") || name.endsWith(".yaml");
        return yaml && !name.endsWith(TESTS);
    }
}
