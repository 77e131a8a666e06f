package io.keywatch.app.quality.office;

import java.util.ArrayList;
import java.util.List;

/** Where calls come from: offices, homes, gateways of accounts, runners of a hosted CI. */
final class Places {
    private static final int CI_ADDRESSES = 400;

    private final Dice dice;
    private final List<String> offices = new ArrayList<>();
    private final List<String> ciRunners = new ArrayList<>();

    Places(Dice dice) {
        this.dice = dice;
        for (int i = 0; i < 3; i++) {
            offices.add("193." + dice.between(16, 240) + "." + dice.between(0, 255) + "." + dice.between(1, 254));
        }
        for (int i = 0; i < CI_ADDRESSES; i++) {
            ciRunners.add(dice.pick(List.of("20", "40", "52", "172")) + "." + dice.between(64, 127) + "."
                    + dice.between(0, 255) + "." + dice.between(1, 254));
        }
    }

    String office() {
        return dice.pick(offices);
    }

    String home() {
        return dice.between(78, 95) + "." + dice.between(0, 255) + "." + dice.between(0, 255) + "."
                + dice.between(1, 254);
    }

    String ciRunner() {
        return dice.pick(ciRunners);
    }

    String gateway() {
        return dice.pick(List.of("3", "18", "34", "54")) + "." + dice.between(64, 250) + "." + dice.between(0, 255)
                + "." + dice.between(1, 254);
    }

    String inside() {
        return "10." + dice.between(0, 63) + "." + dice.between(0, 255) + "." + dice.between(4, 254);
    }
}
