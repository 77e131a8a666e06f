package io.keywatch.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class KeywatchCommandTest {
    private static final Map<String, CommandLine> ALL =
            KeywatchCommand.commandLine("").getSubcommands();

    @Test
    void knowsEveryCommandByItsOwnName() {
        assertThat(ALL).containsKeys("run", "scan", "version");
        ALL.forEach((name, command) -> {
            Class<?> type = command.getCommandSpec().userObject().getClass();
            assertThat(type.getAnnotation(Command.class).name()).isEqualTo(name);
        });
    }

    @Test
    void makesNoOtherCommandThanTheOneThatRuns() {
        for (String name : ALL.keySet()) {
            assertThat(KeywatchCommand.commandLine(name).getSubcommands()).containsOnlyKeys(name);
        }
        assertThat(KeywatchCommand.commandLine("scna").getSubcommands()).hasSameSizeAs(ALL);
    }
}
