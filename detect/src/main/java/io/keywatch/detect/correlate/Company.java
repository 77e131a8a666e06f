package io.keywatch.detect.correlate;

import io.keywatch.detect.state.BinaryIn;
import io.keywatch.detect.state.BinaryOut;
import io.keywatch.detect.state.Codec;
import java.util.List;

/**
 * A read of a secret on its way from those who know the secret's readers to those who know the principal.
 *
 * @param readers those to be met: at a first read all, later those who came since
 * @param fresh the secret was created not long ago
 * @param popular so many read it that it surprises nobody
 */
public record Company(FirstRead read, List<ReaderLedger.Reader> readers, boolean fresh, boolean popular) {
    public Company {
        readers = List.copyOf(readers);
    }

    public static final Codec<Company> CODEC = new Codec<>() {
        private static final int VERSION = 1;

        @Override
        public byte[] encode(Company company) {
            BinaryOut out = new BinaryOut()
                    .version(VERSION)
                    .number((company.fresh ? 1 : 0) | (company.popular ? 2 : 0))
                    .number(company.readers.size());
            company.readers.forEach(reader -> reader.write(out));
            company.read.write(out);
            return out.bytes();
        }

        @Override
        public Company decode(byte[] bytes) {
            BinaryIn in = new BinaryIn(bytes);
            in.version(VERSION);
            int flags = in.count();
            List<ReaderLedger.Reader> readers = in.list(() -> ReaderLedger.Reader.read(in));
            return new Company(FirstRead.read(in), readers, (flags & 1) != 0, (flags & 2) != 0);
        }
    };
}
