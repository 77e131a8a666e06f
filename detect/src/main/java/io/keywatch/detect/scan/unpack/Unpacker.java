package io.keywatch.detect.scan.unpack;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import javax.xml.stream.XMLStreamException;
import org.apache.commons.compress.PasswordRequiredException;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.BasicArrayCache;

/**
 * Opens archives and compressed streams by their content, whatever their name, and hands every member to a visitor.
 * Damage and limits end a member or an archive, not the artifact: they are noted in the budget.
 */
public final class Unpacker {
    private static final int TAR_BLOCK = 512;
    private static final int BUFFER = 64 * 1024;

    private final Budget budget;
    private final ContentVisitor visitor;
    private final ArrayCache dictionaries = new BasicArrayCache();

    public Unpacker(Budget budget, ContentVisitor visitor) {
        this.budget = budget;
        this.visitor = visitor;
    }

    public void open(byte[] bytes, int length, String name) {
        open(bytes, length, null, name, 0);
    }

    private void open(byte[] bytes, int length, @Nullable String path, String name, int depth) {
        Container container = Container.of(bytes, length);
        if (container == Container.NONE) {
            visitor.content(bytes, length, path, name);
            Unread unread = Unread.of(bytes, length);
            if (unread != null) {
                budget.partial("no reader for a " + unread.label());
            }
            return;
        }
        if (depth >= budget.limits().maxDepth()) {
            budget.partial("over the limit of " + budget.limits().maxDepth() + " nested archives");
            return;
        }
        try {
            switch (container) {
                case ZIP -> zip(bytes, length, path, depth);
                case SEVEN_ZIP -> sevenZip(bytes, length, path, depth);
                case STUBBED_ZIP -> stubbedZip(bytes, length, path, name, depth);
                case PDF -> pdf(bytes, length, path, name);
                case AVRO -> avro(bytes, length, path, name, depth);
                case TAR -> tar(new ByteArrayInputStream(bytes, 0, length), path, depth);
                default -> stream(container, bytes, length, path, name, depth);
            }
        } catch (Budget.OverLimit over) {
            budget.partial(String.valueOf(over.getMessage()));
        } catch (IOException | RuntimeException damaged) {
            // the message may quote the content
            budget.partial(damage(damaged, container));
        }
    }

    private static String damage(Exception damaged, Container container) {
        boolean cut = damaged instanceof EOFException
                || (damaged instanceof IOException
                        && String.valueOf(damaged.getMessage()).contains("runcated"));
        return (cut ? "truncated " : "damaged ") + container.label();
    }

    /** The file as it is, for what stands in it in the open, and its text. */
    private void pdf(byte[] bytes, int length, @Nullable String path, String name) throws IOException {
        visitor.content(bytes, length, path, name);
        String refusal = PdfGuard.refusal(bytes, length, budget);
        if (refusal != null) {
            budget.partial(refusal);
            return;
        }
        byte[] text;
        try {
            text = PdfText.of(bytes, length, budget);
        } catch (StackOverflowError deep) {
            budget.partial("damaged pdf");
            return;
        } catch (LinkageError absent) {
            // the library needs the JDK's desktop classes, which a stripped runtime lacks
            budget.partial("no PDF reader in this runtime");
            return;
        }
        visitor.content(text, text.length, (path == null ? "" : path) + "#text", name + ".txt");
    }

    /** Its texts; the file as it is only where it was not read to its end. */
    private void avro(byte[] bytes, int length, @Nullable String path, String name, int depth) throws IOException {
        AvroText avro = new AvroText(budget, dictionaries, (field, value) -> {
            if (budget.admitEntry()) {
                open(value, value.length, join(path, visitor.member(field, path)), field, depth + 1);
            }
        });
        boolean whole = false;
        try {
            whole = avro.read(bytes, length);
        } finally {
            if (!whole) {
                visitor.content(bytes, length, path, name);
            }
            byte[] text = avro.text();
            visitor.content(text, text.length, (path == null ? "" : path) + "#text", name + ".conf");
        }
    }

    /** A compressed stream: of a tar archive, which is read on the fly, or of one content. */
    private void stream(Container container, byte[] bytes, int length, @Nullable String path, String name, int depth)
            throws IOException {
        try (InputStream raw = container.decompress(new ByteArrayInputStream(bytes, 0, length), dictionaries);
                InputStream metered = new MeteredStream(raw, budget, length)) {
            byte[] head = new byte[TAR_BLOCK];
            int n;
            try {
                n = metered.readNBytes(head, 0, TAR_BLOCK);
            } catch (EOFException | ZipException cut) {
                budget.partial(damage(cut, container));
                return;
            }
            InputStream in = new SequenceInputStream(new ByteArrayInputStream(head, 0, n), metered);
            if (Container.of(head, n) == Container.TAR) {
                tar(in, path, depth + 1);
                return;
            }
            String inner = Container.innerName(name);
            Read read = read(in, container.label(), container == Container.GZIP ? gzipSize(bytes, length) : 0);
            if (read.length > 0) {
                open(read.bytes, read.length, join(path, visitor.inner(inner)), inner, depth + 1);
            }
        }
    }

    private void tar(InputStream in, @Nullable String path, int depth) throws IOException {
        if (depth >= budget.limits().maxDepth()) {
            budget.partial("over the limit of " + budget.limits().maxDepth() + " nested archives");
            return;
        }
        TarArchiveInputStream tar = new TarArchiveInputStream(in);
        TarArchiveEntry entry;
        while ((entry = tar.getNextEntry()) != null) {
            if (entry.isDirectory() || !entry.isFile()) {
                continue;
            }
            if (!budget.admitEntry()) {
                return;
            }
            member(tar, entry.getName(), path, depth, "tar");
        }
    }

    private void zip(byte[] bytes, int length, @Nullable String path, int depth) throws IOException {
        byte[] exact = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        try (ZipFile zip = zipFile(exact)) {
            members(zip, path, depth);
        } catch (Budget.OverLimit over) {
            throw over;
        } catch (IOException noDirectory) {
            budget.partial("truncated zip");
            zipWithoutDirectory(exact, path, depth);
        }
    }

    /** What stands before the archive, as it is, and its members. */
    private void stubbedZip(byte[] bytes, int length, @Nullable String path, String name, int depth)
            throws IOException {
        int stub = length;
        try (ZipFile zip = zipFile(Arrays.copyOf(bytes, length))) {
            Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
            if (entries.hasMoreElements()) {
                stub = Math.clamp(entries.nextElement().getLocalHeaderOffset(), 0, length);
            }
            members(zip, path, depth);
        } finally {
            visitor.content(bytes, stub, path, name);
        }
    }

    private static ZipFile zipFile(byte[] bytes) throws IOException {
        return ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes))
                .get();
    }

    private void members(ZipFile zip, @Nullable String path, int depth) throws IOException {
        OfficeText office = office(zip);
        Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
        while (entries.hasMoreElements()) {
            ZipArchiveEntry entry = entries.nextElement();
            if (entry.isDirectory()) {
                continue;
            }
            if (!budget.admitEntry()) {
                return;
            }
            if (!zip.canReadEntryData(entry)) {
                budget.partial("encrypted or unsupported zip member");
                continue;
            }
            try (InputStream raw = new ChecksummedStream(zip.getInputStream(entry), entry.getCrc());
                    InputStream in = new MeteredStream(raw, budget, Math.max(0, entry.getCompressedSize()))) {
                if (office != null && OfficeText.isPart(entry.getName())) {
                    part(office, in, entry.getName(), path);
                } else {
                    member(in, entry.getName(), path, depth, "zip");
                }
            } catch (XMLStreamException noXml) {
                budget.partial("damaged office document");
            } catch (Budget.OverLimit over) {
                throw over;
            } catch (IOException | RuntimeException damaged) {
                budget.partial(damage(damaged, Container.ZIP));
            }
        }
    }

    /** Null where it is no office document. */
    private @Nullable OfficeText office(ZipFile zip) throws IOException {
        if (zip.getEntry("[Content_Types].xml") == null) {
            return null;
        }
        OfficeText office = new OfficeText(budget);
        ZipArchiveEntry shared = zip.getEntry(OfficeText.SHARED_STRINGS);
        if (shared != null && zip.canReadEntryData(shared)) {
            try (InputStream raw = zip.getInputStream(shared);
                    InputStream in = new MeteredStream(raw, budget, Math.max(0, shared.getCompressedSize()))) {
                Read read = read(in, "zip");
                office.shared(read.bytes, read.length);
            } catch (XMLStreamException noXml) {
                budget.partial("damaged office document");
            }
        }
        return office;
    }

    private void part(OfficeText office, InputStream in, String name, @Nullable String path)
            throws IOException, XMLStreamException {
        String shown = visitor.member(name, path);
        Read read = read(in, "zip");
        byte[] text = office.of(name, read.bytes, read.length);
        visitor.content(text, text.length, join(path, shown), OfficeText.name(name));
    }

    private void sevenZip(byte[] bytes, int length, @Nullable String path, int depth) throws IOException {
        byte[] exact = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        try (SevenZFile archive = SevenZFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(exact))
                .setMaxMemoryLimitKiB(Container.XZ_MEMORY_KIB)
                .get()) {
            SevenZArchiveEntry entry;
            while ((entry = archive.getNextEntry()) != null) {
                if (entry.isDirectory() || !entry.hasStream()) {
                    continue;
                }
                if (!budget.admitEntry()) {
                    return;
                }
                // solid archives are one stream: not closed, and the ratio is that of the whole
                InputStream in = new MeteredStream(archive.getInputStream(entry), budget, length);
                member(in, String.valueOf(entry.getName()), path, depth, "7z");
            }
        } catch (PasswordRequiredException locked) {
            budget.partial("encrypted 7z archive");
        }
    }

    /** The directory stands at the end: of a cut-off archive the members that are there are still read. */
    private void zipWithoutDirectory(byte[] bytes, @Nullable String path, int depth) throws IOException {
        try (ZipArchiveInputStream zip = new ZipArchiveInputStream(new ByteArrayInputStream(bytes))) {
            ZipArchiveEntry entry;
            while ((entry = zip.getNextEntry()) != null) {
                if (entry.isDirectory() || !zip.canReadEntryData(entry)) {
                    continue;
                }
                if (!budget.admitEntry()) {
                    return;
                }
                // not closed: that would close the archive
                member(new MeteredStream(zip, budget, bytes.length), entry.getName(), path, depth, "zip");
            }
        }
    }

    private void member(InputStream in, String name, @Nullable String path, int depth, String kind) throws IOException {
        String shown = visitor.member(name, path);
        Read read = read(in, kind);
        if (read.length > 0) {
            String last = name.substring(name.lastIndexOf('/') + 1);
            open(read.bytes, read.length, join(path, shown), last, depth + 1);
        }
    }

    private static String join(@Nullable String path, String member) {
        return path == null ? member : path + "!" + member;
    }

    private Read read(InputStream in, String kind) {
        return read(in, kind, 0);
    }

    /**
     * As much as there is and as the limits allow; what stopped it is in the budget.
     *
     * @param expected size that the stream tells, which spares copies where it is true; 0 where it tells none
     */
    private Read read(InputStream in, String kind, long expected) {
        // one more, to see the end
        byte[] bytes = new byte
                [(int) Math.max(BUFFER, Math.min(expected + 1, budget.limits().maxMemberBytes()))];
        int length = 0;
        try {
            while (true) {
                if (length == bytes.length) {
                    if (length >= budget.limits().maxMemberBytes()) {
                        if (in.read() >= 0) {
                            budget.partial("a member over the limit of "
                                    + budget.limits().maxMemberBytes() + " bytes");
                        }
                        return new Read(bytes, length);
                    }
                    bytes = Arrays.copyOf(
                            bytes, (int) Math.min(length * 2L, budget.limits().maxMemberBytes()));
                }
                // in slices: what a damaged stream still gave is lost with the call in which it breaks
                int n = in.read(bytes, length, Math.min(BUFFER, bytes.length - length));
                if (n < 0) {
                    return new Read(bytes, length);
                }
                length += n;
            }
        } catch (Budget.OverLimit over) {
            budget.partial(String.valueOf(over.getMessage()));
        } catch (EOFException | ZipException cut) {
            budget.partial((cut instanceof EOFException ? "truncated " : "damaged ") + kind);
        } catch (IOException | RuntimeException damaged) {
            boolean cut = String.valueOf(damaged.getMessage()).contains("runcated");
            budget.partial((cut ? "truncated " : "damaged ") + kind);
        }
        return new Read(bytes, length);
    }

    /** The last four bytes: the size of the last member, modulo 4 GiB. No more is believed than may come out. */
    private long gzipSize(byte[] bytes, int length) {
        if (length < Integer.BYTES) {
            return 0;
        }
        ByteBuffer end = ByteBuffer.wrap(bytes, length - Integer.BYTES, Integer.BYTES);
        long told = Integer.toUnsignedLong(end.order(ByteOrder.LITTLE_ENDIAN).getInt());
        return Math.min(told, (long) length * budget.limits().maxRatio());
    }

    @SuppressWarnings("ArrayRecordComponent") // a buffer on its way
    private record Read(byte[] bytes, int length) {}

    static InputStream gzip(InputStream in) throws IOException {
        return new GZIPInputStream(in, BUFFER);
    }
}
