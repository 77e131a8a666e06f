package io.keywatch.detect.fuzz;

import io.keywatch.detect.access.AccessAnalyzer;
import io.keywatch.detect.correlate.Accumulator;
import io.keywatch.detect.correlate.Correlator;
import io.keywatch.detect.incident.IncidentDesk;
import io.keywatch.detect.incident.LeadSource;
import io.keywatch.detect.people.Departures;
import io.keywatch.detect.posture.PostureAnalyzer;
import io.keywatch.detect.sigma.SigmaEngine;
import io.keywatch.detect.state.Codec;
import io.keywatch.detect.state.TableSpec;
import io.keywatch.schemas.v1.Finding;
import io.keywatch.schemas.v1.Lead;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What stores hold in a format of our own. The first byte of an input says of which table the rest is a value. */
final class Stored {
    /** Avro, which is not ours to fuzz. */
    private static final Codec<Finding> FINDINGS = Codec.onHeap();

    private static final Codec<Lead> LEADS = Codec.onHeap();

    static final List<Codec<?>> CODECS = Stream.of(
                    AccessAnalyzer.Memory.specs(FINDINGS).all(),
                    Correlator.Memory.specs(FINDINGS).all(),
                    Accumulator.Memory.specs(FINDINGS).all(),
                    Departures.Memory.specs(FINDINGS).all(),
                    PostureAnalyzer.Memory.specs(FINDINGS).all(),
                    SigmaEngine.Memory.specs(FINDINGS).correlationsOnly(),
                    LeadSource.Memory.specs().all(),
                    IncidentDesk.Memory.specs(LEADS, FINDINGS).all())
            .<TableSpec<?>>flatMap(List::stream)
            .<Codec<?>>map(TableSpec::codec)
            .filter(codec -> !codec.equals(FINDINGS) && !codec.equals(Codec.MARK))
            .toList();

    private Stored() {}

    static void decode(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Codec<?> codec = CODECS.get((input[0] & 0xff) % CODECS.size());
        try {
            codec.decode(Arrays.copyOfRange(input, 1, input.length));
        } catch (IllegalStateException said) {
            // a broken value is told by this and no other
        }
    }

    /** Of each table a value of nothing and one with one of everything, where a text is one character. */
    static List<byte[]> seeds() {
        return IntStream.range(0, CODECS.size())
                .boxed()
                .flatMap(table -> Stream.of(value(table, 0), value(table, 1)))
                .toList();
    }

    /** A value of the first version whose numbers all are {@code number}. */
    static byte[] value(int table, int number) {
        byte[] value = new byte[200];
        Arrays.fill(value, (byte) (2 * number));
        value[0] = (byte) table;
        value[1] = 1;
        return value;
    }
}
