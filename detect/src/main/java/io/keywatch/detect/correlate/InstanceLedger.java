package io.keywatch.detect.correlate;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.List;

/**
 * What is known of one instance: who ran something on it, and from where its role's session is used.
 *
 * @param commands earliest of each actor, address and hour
 * @param uses earliest of each address and hour
 * @param raised ids of findings now open
 */
record InstanceLedger(List<Use> commands, List<Use> uses, List<String> raised, long ingestedAt) {
    static final InstanceLedger EMPTY = new InstanceLedger(List.of(), List.of(), List.of(), 0);
    static final int MAX_COMMANDS = 32;

    /** Two days of one address, more than the longest rule looks back at several. */
    static final int MAX_USES = 64;

    private static final long HOUR = 3_600_000L;

    InstanceLedger commanded(Use command, long commandIngestedAt) {
        return new InstanceLedger(
                Use.with(commands, command, of -> cell(of) + "|" + of.caller().id(), MAX_COMMANDS),
                uses,
                raised,
                Math.max(ingestedAt, commandIngestedAt));
    }

    InstanceLedger used(Use use, long useIngestedAt) {
        return new InstanceLedger(
                commands,
                Use.with(uses, use, InstanceLedger::cell, MAX_USES),
                raised,
                Math.max(ingestedAt, useIngestedAt));
    }

    InstanceLedger raised(List<String> ids) {
        return new InstanceLedger(commands, uses, ids, ingestedAt);
    }

    private static String cell(Use use) {
        return Math.floorDiv(use.at(), HOUR) + "|" + use.ip();
    }

    static final Codec<InstanceLedger> CODEC = new Codec<>() {
        private static final int VERSION = 1;

        @Override
        public byte[] encode(InstanceLedger ledger) {
            BinaryOut out = new BinaryOut().version(VERSION).number(ledger.ingestedAt);
            Use.writeAll(ledger.commands, out);
            Use.writeAll(ledger.uses, out);
            out.number(ledger.raised.size());
            ledger.raised.forEach(out::text);
            return out.bytes();
        }

        @Override
        public InstanceLedger decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            long ingestedAt = in.number();
            List<Use> commands = Use.readAll(in);
            List<Use> uses = Use.readAll(in);
            List<String> raised = in.list(in::text);
            return new InstanceLedger(commands, uses, raised, ingestedAt);
        }
    };
}
