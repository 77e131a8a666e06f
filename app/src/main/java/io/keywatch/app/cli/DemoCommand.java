package io.keywatch.app.cli;

import io.keywatch.app.embedded.DemoProvider;
import io.keywatch.app.log.Logging;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = {
            "Plays a scripted organisation against the real service, all on this machine.",
            "Broker, index and AWS stand-ins listen on loopback only; secrets are made at run time."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--once", description = "End when every expected finding is in the index: 0; else 1.")
    private boolean once;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "0",
            description = "Port of the admin endpoints (default: a free one).")
    private int port;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Logging.forShortCommand();
        var options = new DemoProvider.Options(once, port, Logging.isTerminal());
        return DemoProvider.find().run(options, spec.commandLine().getOut());
    }
}
