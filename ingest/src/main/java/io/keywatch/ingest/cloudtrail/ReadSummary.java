package io.keywatch.ingest.cloudtrail;

/**
 * What reading one log file came to.
 *
 * @param events given to the sink
 * @param skipped records that are no API calls by design (Insights)
 * @param faults including those past {@link ReaderLimits#faultsPerFile()}, which the sink did not see
 * @param compressedBytes taken from the source
 * @param inflatedBytes the same without compression
 * @param complete whether the file was read to its end
 */
public record ReadSummary(
        long events, long skipped, long faults, long compressedBytes, long inflatedBytes, boolean complete) {}
