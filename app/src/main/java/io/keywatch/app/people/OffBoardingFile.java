package io.keywatch.app.people;

import io.keywatch.schemas.v1.Departure;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines {@code PERSON,WHEN[,back]}: a user or session name, mail address or user id; a date (the end of that day, UTC) or
 * an instant; {@code back} when it was a mistake. Empty lines and {@code #} are passed over.
 *
 * @param problems one line each; empty when all is well
 */
public record OffBoardingFile(List<Departure> departures, List<String> problems) {
    /** Longer names are no names: CloudTrail's session names end at 64 characters, mail addresses at 254. */
    static final int LONGEST_NAME = 254;

    /** @param source where the lines come from, for findings */
    public static OffBoardingFile parse(List<String> lines, String source) {
        List<Departure> departures = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        int number = 0;
        for (String line : lines) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            String[] parts = text.split(",", -1);
            Instant at = parts.length < 2 ? null : instant(parts[1].strip());
            boolean back = parts.length == 3 && parts[2].strip().equals("back");
            String person = parts[0].strip();
            if (at == null || parts.length > 3 || (parts.length == 3 && !back)) {
                problems.add("line " + number + ": expected PERSON,DATE or PERSON,DATE,back");
            } else if (person.isEmpty() || person.length() > LONGEST_NAME) {
                problems.add("line " + number + ": a name has 1 to " + LONGEST_NAME + " characters");
            } else {
                departures.add(Departure.newBuilder()
                        .setPerson(person)
                        .setAt(at)
                        .setSource(source)
                        .setLeft(!back)
                        .build());
            }
        }
        return new OffBoardingFile(List.copyOf(departures), List.copyOf(problems));
    }

    private static @Nullable Instant instant(String text) {
        try {
            return text.length() == "2026-01-31".length()
                    ? LocalDate.parse(text)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException notATime) {
            return null;
        }
    }
}
