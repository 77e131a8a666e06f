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

    @Test
    void aUsageErrorIsTheErrorAndWhereTheHelpIs() {
        CommandRun flag = CommandRun.of("scan", "--no-such-flag", "a");
        assertThat(flag.exit()).isEqualTo(2);
        assertThat(flag.err().strip().lines()).hasSizeLessThanOrEqualTo(3);
        assertThat(flag.err()).contains("--no-such-flag", "keywatch scan --help");

        CommandRun value = CommandRun.of("scan", "--threads", "0", "a");
        assertThat(value.exit()).isEqualTo(2);
        assertThat(value.err().strip().lines())
                .containsExactly("keywatch scan: --threads 0 is not between 1 and 1024", "Try 'keywatch scan --help'.");
    }
}
